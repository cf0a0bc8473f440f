"""documents: the catalogue of pieces, the immutable files, their scan verdicts."""
