"""From a view to everything we have with its subject: one frozen value, the sentences that say it, and the rows behind.

subject.py   what the view is about: a country, region, partner, city, cluster, home institution, trip or selection
found.py     dossier(edition, view) → Dossier, every number of it the ids of rows
outlook.py   what happens to each relation next
meetings.py  where events took place, as seen from the subject
presence.py  offices and twin cities of the same place
gaps.py      what nobody knows
behind.py    the ids behind a number
sections.py  Dossier → tables in the reader's language, the same on the page and in print
speech.py    Dossier → the speech line: sentences with the rows they speak of
grammar.py   numbers, lists and dates as they stand within a sentence
"""

from partner_dashboard.dossier.behind import ids
from partner_dashboard.dossier.found import Dossier, dossier
from partner_dashboard.dossier.outlook import ending_within
from partner_dashboard.dossier.sections import Line, Section, sections
from partner_dashboard.dossier.speech import Clause, Sentence, speech
from partner_dashboard.dossier.subject import Subject, name, subject

__all__ = [
    "Clause", "Dossier", "Line", "Section", "Sentence", "Subject", "dossier", "ending_within", "ids", "name",
    "sections", "speech", "subject",
]  # fmt: skip
