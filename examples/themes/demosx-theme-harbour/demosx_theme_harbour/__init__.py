"""The theme as a folder: what is not in it comes from the default theme."""

from pathlib import Path

FOLDER = Path(__file__).parent / "theme"
