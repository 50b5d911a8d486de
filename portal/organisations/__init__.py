"""Organisations: labour providers and employers, their branches, members and supply licences."""
