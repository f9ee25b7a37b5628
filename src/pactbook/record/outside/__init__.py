"""Outside datasets that a report compares with, where the user has fetched them with ``make reference``.

One adapter a dataset. Each loader returns None where its dataset is not there; a notebook then says in one line what is
missing. `dcad` and `cns` also give rows in the shape of our tables, which `pactbook.record.layers` lays beside ours.
"""

from pactbook.record.outside.atop import atop
from pactbook.record.outside.catalogue import catalogue, files, note, path
from pactbook.record.outside.dcad import dcad
from pactbook.record.outside.votes import ideal_points

__all__ = ["atop", "catalogue", "dcad", "files", "ideal_points", "note", "path"]
