"""What tests begin with, made through the same use cases that people use."""
