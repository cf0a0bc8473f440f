"""Schooling: the commune's schools and the children who go to them."""
