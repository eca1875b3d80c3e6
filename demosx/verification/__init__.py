"""Showing that one is a real person of the city, once, by a check that the site chooses."""
