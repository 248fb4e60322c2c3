"""At least 120 odd and broken files of our schemas, each with what must come of it.

letters.py     encodings, lost letters, mojibake
separators.py  separators, too many and too few fields, ghosts
quotes.py      quotes, cells of several lines, line ends
headings.py    headings, titles, footers, totals
contents.py    odd cells, and what is no table at all
workbooks.py   XLSX, XLS and ODS, harmless and hostile
"""

from tests.broken_files.contents import CELLS, NO_TABLES
from tests.broken_files.headings import HEADINGS_AND_FOOTERS
from tests.broken_files.letters import LETTERS
from tests.broken_files.quotes import QUOTES
from tests.broken_files.separators import SEPARATORS
from tests.broken_files.value import BrokenFile
from tests.broken_files.workbooks import WORKBOOKS

__all__ = ["BROKEN_FILES", "BrokenFile"]

BROKEN_FILES = (*LETTERS, *SEPARATORS, *QUOTES, *HEADINGS_AND_FOOTERS, *CELLS, *NO_TABLES, *WORKBOOKS)
