"""The rules; plain dataclasses, no framework, no I/O."""
