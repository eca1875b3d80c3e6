"""Sudden or scripted support: noticed, looked at by people, perhaps not counted, and counted again."""
