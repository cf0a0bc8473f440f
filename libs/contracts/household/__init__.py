"""Events published by household."""
