"""The schooling side of the town: requests for a school, listed, read and decided."""
