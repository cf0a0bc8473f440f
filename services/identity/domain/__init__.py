"""Identity's rules: plain Python, no framework, no I/O."""
