"""Catches every mail that the product sends, and shows it on a page."""
