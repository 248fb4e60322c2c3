"""From rows to files that a reader takes away.

shown.py     a view → the rows that a reader sees
tables.py    filtered rows → CSV and XLSX
calendar.py  events → iCalendar
geojson.py   partners → GeoJSON
kml.py       partners → KML
package.py   an edition → a Frictionless data package
template.py  a dataset → an empty workbook with drop-downs, help and examples
marked.py    an uploaded table and its problems → a workbook with the wrong cells marked
"""
