"""From the columns of a table to our values and problems, one subject a module; pure, each distinct cell read once.

columns.py       whole columns at once
cells.py         one column, cell by cell: codes, countries, lists, addresses, numbers, texts
spans.py         start, end and period → two dates
points.py        latitude and longitude → one point, or none
references.py    ids of other rows → rows that are there
partners.py      ids and names → institutions we know; participants.py those of an event
ids.py           rows without an id → the row they mean, or a new one
institutions.py  the same for institutions, and what may be two of one
sense.py         what cannot be seen in one cell: contradictions, an end before the start
"""
