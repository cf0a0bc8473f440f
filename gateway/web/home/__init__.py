"""The home page: signing in and out."""
