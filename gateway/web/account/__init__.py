"""MON COMPTE: what a family sees and changes of its own account."""
