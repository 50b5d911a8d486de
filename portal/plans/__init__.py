"""Plans: who goes where, worked out over all open posts, changed by hand and published as matches."""
