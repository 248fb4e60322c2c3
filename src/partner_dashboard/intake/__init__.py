"""From a spreadsheet to typed rows and a list of problems.

reading.py   bytes → table of text
checking.py  text → typed rows and problems
folder.py    a folder of files → an edition
"""
