"""Events published by schooling."""
