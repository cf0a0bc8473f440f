"""A family's own pages, once signed in."""
