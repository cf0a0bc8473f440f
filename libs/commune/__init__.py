"""The commune's own data, loaded and validated: everything local stands in `communes/<name>/`."""
