"""Sourced answers about defence agreements, alliances and missile programmes."""

__version__ = "0.1.0"
