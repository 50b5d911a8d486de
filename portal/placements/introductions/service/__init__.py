"""What two sides do until they have agreed: answers, the introduction, the engagement, the checks."""
