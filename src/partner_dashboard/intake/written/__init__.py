"""From what people write in a cell to our values; pure, one cell at a time, and nothing is invented.

blanks.py       words for «there is no answer»
numbers.py      decimal commas, thousands, whole numbers
dates.py        dates and spans as an office writes them → EDTF; parts.py one date of them, months.py its words
coordinates.py  degrees in any notation → decimal degrees
"""
