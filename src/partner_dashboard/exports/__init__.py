"""From rows to files that a reader takes away.

tables.py  filtered rows → CSV and XLSX
"""
