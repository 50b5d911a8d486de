"""What people do for placed workers, and placed workers themselves."""
