"""The rules: plain Python, no framework, no I/O."""
