"""From relations and their places to pydeck decks: rows ready for drawing, layers that name addresses, a camera.

Only this room knows pydeck, and in it only `layers` and `small`.

    strands ── scenes ── scene ── layers.world ── Deck
                  │                   │
        ground    lettering   tones   small: one institution, one trip, one change
                      │
                   printed: the same scene as vector graphics for paper
"""

from partner_dashboard.maps.ground import (
    Place,
    camera,
    centre,
    centre_id,
    fanned,
)
from partner_dashboard.maps.layers import named_world, small_world, world
from partner_dashboard.maps.lettering import labels, literal
from partner_dashboard.maps.printed import printed
from partner_dashboard.maps.scenes import ALWAYS, Scene, areas, named_as_a_whole, scene, shows
from partner_dashboard.maps.small import change_colours, change_deck, place_deck, route_deck
from partner_dashboard.maps.tones import (
    PAPER,
    SHADE_STEPS,
    SHADES,
    codes_of,
    home_colour,
    home_shade,
    leading,
    palette,
    shade,
)

__all__ = [
    "ALWAYS", "PAPER", "SHADES", "SHADE_STEPS", "Place", "Scene", "areas", "camera", "centre", "centre_id",
    "change_colours", "change_deck", "codes_of", "fanned", "home_colour", "home_shade", "labels", "leading", "literal",
    "named_as_a_whole", "named_world", "palette", "place_deck", "printed", "route_deck", "scene", "shade", "shows",
    "small_world", "world",
]  # fmt: skip
