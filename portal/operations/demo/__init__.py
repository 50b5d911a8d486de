"""A believable world to try the portal in: made-up organisations, lots and vacancies, never in production."""
