"""The public pages over everything: the home page, and how it works."""
