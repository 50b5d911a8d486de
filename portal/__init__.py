"""Fairshift: a portal that moves displaced workers to essential work, fairly.

Labour providers post spare workers, employers post essential vacancies; the portal matches
them by place, skills and fair-recruitment compliance, and tells both sides. No worker pays.
"""
