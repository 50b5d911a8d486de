"""What people see first: the open first page, each person's home, and the small print."""
