"""All reports as one static site: an index with a search, the reports, a page a pair of a batch, a feed of what has changed.

`found` collects what is there, `copies` puts it into the site, `index` lists it, `feed` tells what is different from the site
that stood there before.
"""

from pactbook.reports.site.make import Made, make

__all__ = ["Made", "make"]
