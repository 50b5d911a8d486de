"""Words that disguise a fee, tie a worker or shut people out, found for a person to decide on."""
