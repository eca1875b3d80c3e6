"""The fixtures of this folder's tests, which stand beside what else they share."""

from tests.identity.factors import fast_hashes, kim, later, mail_to, with_app

__all__ = ["fast_hashes", "kim", "later", "mail_to", "with_app"]
