"""Finished exhibits: a figure or a table with title, subtitle, finding, alt text, sources, note and data."""
