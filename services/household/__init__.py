"""Household: families, their records and lights, what they hand in, and what the town decides."""
