"""Rows of somebody else's table, taken over into the reader's own."""
