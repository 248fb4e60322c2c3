"""From a country as people write it to its code, and from a point to the country it lies in.

names.py    the tables: names in all languages, codes, words, parents
reading.py  text → code, or what may be meant
borders.py  point → country, by the shapes that draw our maps
"""

from partner_dashboard.places.countries.borders import contains, of_point
from partner_dashboard.places.countries.names import parent
from partner_dashboard.places.countries.reading import code, misspelt, suggestion

__all__ = ["code", "contains", "misspelt", "of_point", "parent", "suggestion"]
