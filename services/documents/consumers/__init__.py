"""Events in: what other services published, applied to the files."""
