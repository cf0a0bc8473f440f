"""The appointments of a school, for its head."""
