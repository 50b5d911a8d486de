"""The pages of spare workers, one module per audience."""
