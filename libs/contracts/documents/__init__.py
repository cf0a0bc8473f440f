"""Events published by documents."""
