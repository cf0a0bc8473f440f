"""The published events: what leaves a service, in which shape, and who reads it."""
