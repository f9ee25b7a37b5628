"""Figures in time: contacts of two states, lives of documents, designations by authority, reports by day."""

from pactbook.plots.timelines.authorities import designations
from pactbook.plots.timelines.bars import lives
from pactbook.plots.timelines.dyad import contacts, kinds_of_contact
from pactbook.plots.timelines.press import reports

__all__ = ["contacts", "designations", "kinds_of_contact", "lives", "reports"]
