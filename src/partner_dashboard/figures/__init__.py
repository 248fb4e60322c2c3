"""From rows to plotly figures; pure, and the only room that knows plotly.

captions.py  what is written beside bars and marks  ┐
lanes.py     where each of them lies                ├ timeline.py  partnerships and events on one axis
paper.py     inks, font, data made literal          ┘
growth.py    the network year by year
atlas.py     the equal-area world
"""
