"""How a case becomes a report."""
