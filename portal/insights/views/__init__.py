"""The pages of insights, one module per audience."""
