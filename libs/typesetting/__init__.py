"""PDFs from the commune's templates: typst, in a process with limits."""
