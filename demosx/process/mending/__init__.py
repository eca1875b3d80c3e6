"""What somebody wrote who has never written a process file before: what was meant, and what is wrong with it.

The check mends a text in memory, so that every error can be told at once. What is mended is used for nothing else.
"""
