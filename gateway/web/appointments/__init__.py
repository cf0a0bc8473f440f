"""A family's appointments with the heads of its children's schools."""
