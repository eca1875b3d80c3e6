"""What is fast and what is not, measured by commands: python -m benchmarks.pages, .startup, .imports.

Times vary between machines, so what counts are ratios taken in one run. Nothing here is a test.
"""
