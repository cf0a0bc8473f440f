"""Creating a family account, step by step."""
