"""HTTP in; nothing is decided here."""
