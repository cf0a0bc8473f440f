"""What the application needs, on real servers."""
