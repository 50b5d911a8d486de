"""Fair recruitment: what a cost line may be, and who may pay it."""
