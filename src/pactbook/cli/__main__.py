"""``python -m pactbook.cli``."""

import sys

from pactbook.cli import main

if __name__ == "__main__":
    sys.exit(main())
