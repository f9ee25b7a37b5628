"""Figures: a table in, a matplotlib Figure out. No facts and no file reading here."""
