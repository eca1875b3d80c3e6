"""DemosX: a city's public square, from a proposal to a promise kept."""

__version__ = "0.1.0"
