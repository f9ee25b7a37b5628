"""Figures of defence ties: communities, the partners of two states, and great circles on a map."""

from pactbook.plots.ties.arcs import among, partners
from pactbook.plots.ties.circle import neighbourhood
from pactbook.plots.ties.communities import network

__all__ = ["among", "neighbourhood", "network", "partners"]
