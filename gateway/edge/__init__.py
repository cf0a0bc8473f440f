"""What every request meets first: proxies, headers, limits, sessions, CSRF."""
