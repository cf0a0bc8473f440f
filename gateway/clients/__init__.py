"""One small typed client per service."""
