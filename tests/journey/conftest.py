"""What the tests of the journey share: a busy city whose rules change."""

from tests.busy_fixtures import built, city

__all__ = ["built", "city"]
