"""The stage kinds that every site has, as they are."""

from demosx.app import build_registry
from demosx.core.settings import Site

REAL_KINDS = build_registry(Site(name={"en": "-"}, secret_key="s" * 40)).kinds
