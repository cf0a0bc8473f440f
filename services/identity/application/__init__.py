"""What identity does, one use-case a file."""
