"""Our own revisions, in the order in which they depend on one another."""
