"""Runs the whole product on one machine, on loopback, with private servers: `make demo` and `make test`."""
