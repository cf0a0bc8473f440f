"""One use-case a file, and what they need as Protocols."""
