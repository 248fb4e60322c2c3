"""From the columns of a table to our values and problems, one subject a module; pure, each distinct cell read once.

cells.py      one column, cell by cell: codes, countries, lists, addresses, numbers, texts
spans.py      start, end and period → two dates
points.py     latitude and longitude → one point, or none
partners.py   ids and names → institutions we know
references.py ids of other rows → rows that are there
ids.py        rows without an id → the row they mean, or a new one
sense.py      what cannot be seen in one cell: contradictions, repetitions, an end before the start
"""
