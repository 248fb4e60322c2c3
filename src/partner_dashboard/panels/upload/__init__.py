"""From a file somebody drops to a new edition, step by step down the page.

desk ── what lies there: the file, what was decided about it, what follows
 ├── file        drop it; what was understood, corrected by hand
 ├── columns     their headings and words are ours
 ├── partners    which institution a name means
 ├── problems    what is wrong, mended in place; mending finds the cells and what could stand there
 ├── change      what would be added, changed, ended
 └── publish     who, why, one button
steps ── how a step looks
"""
