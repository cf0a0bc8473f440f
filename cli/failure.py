"""Something an operator must know, said in a sentence."""


class Failure(Exception):
    """Ends the command with exit status 1 and this message."""
