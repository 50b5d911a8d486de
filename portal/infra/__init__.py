"""Where the portal meets the machine: database, web, mail, clock."""
