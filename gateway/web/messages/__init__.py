"""What families and the town write to each other: what both sides' pages share."""
