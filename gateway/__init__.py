"""The gateway: the edge, and the web client of parents and agents."""
