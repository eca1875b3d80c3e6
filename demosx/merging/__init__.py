"""Merging a proposal into another about the same, and parting them again: people count once, wherever they spoke up."""
