"""The rules of fair recruitment: data, and a pure function over `Terms`."""
