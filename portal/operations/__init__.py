"""Running the portal: start, worker, development mailbox, signs of life."""
