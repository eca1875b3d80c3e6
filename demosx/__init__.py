"""DemosX: a city's public square, from a proposal to a promise kept."""
