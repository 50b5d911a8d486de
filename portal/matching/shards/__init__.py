"""A market too large for one machine: shards matched apart, in which every pair that can pass meets."""
