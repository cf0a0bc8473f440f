"""The agents' pages: work list and file."""
