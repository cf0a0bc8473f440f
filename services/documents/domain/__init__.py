"""The rules of files and of the catalogue."""
