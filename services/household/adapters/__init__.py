"""PostgreSQL, events, signatures: what the use-cases stand on."""
