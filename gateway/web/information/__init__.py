"""Pages for everybody: legal notices, help, files."""
