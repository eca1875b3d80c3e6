"""Telling people by letter what concerns them: what they owe, and what became of what they proposed."""
