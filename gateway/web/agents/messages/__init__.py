"""MESSAGES of the agents: what families wrote, and the answers."""
