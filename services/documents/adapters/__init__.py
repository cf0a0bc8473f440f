"""The outside world: PostgreSQL, S3, the scanner, the PDF parser, keys."""
