"""At the counter: an agent creates a family with those who have no mail address, and prints what they take home."""
