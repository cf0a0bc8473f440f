"""The use-cases, and what they need."""
