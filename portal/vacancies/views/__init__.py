"""The pages of vacancies, one module per audience."""
