"""Pictures and files that people put beside what they write."""
