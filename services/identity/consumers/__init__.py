"""Events in; nothing is decided here."""
