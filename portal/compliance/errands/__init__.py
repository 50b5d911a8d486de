"""What the portal itself asks staff to look into or to do; an errand stops nothing and tells nobody else."""
