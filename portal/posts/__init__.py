"""What spare workers and vacancies have in common: their life, their terms' words, their pages."""
