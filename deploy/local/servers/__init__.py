"""The outside servers, each with its own configuration and data."""
