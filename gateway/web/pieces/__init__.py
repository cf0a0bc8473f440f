"""The pieces of a record: the table, its files, and the sworn statements that stand in for a paper."""
