"""« Mes demandes »: what a family handed in, and what became of it."""
