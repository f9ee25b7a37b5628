"""Figures of defence ties: the partners of two states, and great circles on a map."""

from pactbook.plots.ties.arcs import partners
from pactbook.plots.ties.circle import neighbourhood

__all__ = ["neighbourhood", "partners"]
