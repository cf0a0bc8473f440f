"""The base of every service's domain: aggregates, their events, and the errors that rules raise."""
