"""HTTP in: requests translated to use-cases, answers translated back."""
