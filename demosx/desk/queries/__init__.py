"""Every reading of the desk, one file a screen."""
