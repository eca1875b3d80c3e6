"""The database's shape, step by step. One branch is ours; each plugin with tables has a branch of its own."""
