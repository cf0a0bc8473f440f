"""Members of a household who come, are linked, are taken out again, or leave."""
