"""Everybody's own data: what is kept, taking it along, leaving, and what is deleted when."""
