"""From rows to files that a reader takes away.

tables.py    filtered rows → CSV and XLSX
template.py  a dataset → an empty workbook with drop-downs, help and examples
marked.py    an uploaded table and its problems → a workbook with the wrong cells marked
"""
