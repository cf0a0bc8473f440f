"""The `kiosque` command: what an operator does to a running product."""
