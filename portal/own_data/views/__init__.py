"""Pages about workers' own data: for the worker, the provider, and compliance."""
