"""Who may do what and why, and who has looked at personal data."""
