"""Identity's outside: PostgreSQL, hashing, encryption, contracts."""
