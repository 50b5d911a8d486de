"""Spare workers: lots that labour providers post for others to employ."""
