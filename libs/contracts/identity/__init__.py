"""Events published by identity."""
