"""Many posts of one side in flat arrays, asked for the best of them: what the reference answers, fast."""
