"""From what people write in a cell to our values; pure, one cell at a time, and nothing is invented.

numbers.py      decimal commas, thousands, whole numbers
months.py       names of months, terms, and words for «nobody knows»
dates.py        a date or a span as an office writes it → EDTF
coordinates.py  degrees in any notation → decimal degrees
"""
