"""Identity: accounts, passwords, activation, sessions, roles and the second factor."""
