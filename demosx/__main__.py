"""`python -m demosx` is the `demosx` command."""

from .cli import main

main()
