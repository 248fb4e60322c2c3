"""From rows to plotly figures; pure, and the only room that knows plotly.

timeline.py  partnerships and events on one axis
growth.py    the network year by year
atlas.py     the equal-area world
"""
