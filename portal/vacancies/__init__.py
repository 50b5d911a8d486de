"""Vacancies: essential work that employers post for spare workers to do."""
