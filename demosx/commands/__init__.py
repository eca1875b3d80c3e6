"""What the `demosx` command does, one file a subcommand. `demosx.cli` finds them, and loads only the one asked for."""
