"""From the name or letters of a state of the United States to its code, as GeoNames and ISO 3166-2 have it."""

from collections.abc import Sequence
from functools import cache

from partner_dashboard.names import key

US = """
AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware|DC District of Columbia
FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|KS Kansas|KY Kentucky|LA Louisiana|ME Maine
MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota|MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada
NH New Hampshire|NJ New Jersey|NM New Mexico|NY New York|NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma
OR Oregon|PA Pennsylvania|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah|VT Vermont
VA Virginia|WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming
"""


SYSTEMS = {"suny": "NY", "cuny": "NY"}
"""Letters of university systems that say their state."""


def state_code(text: str) -> str:
    """Give the code of a state of the United States by its name or letters; "" where it is none."""
    return _states().get(key(text.replace(".", "")), "")


def states_in(words: Sequence[str]) -> frozenset[str]:
    """Give the codes of the states whose names stand in a name: «Maine Community College System»."""
    texts = {" ".join(words[start : start + length]) for length in (1, 2, 3) for start in range(len(words))}
    return frozenset(code for text in texts if len(text) > 2 and (code := _states().get(text)))


@cache
def _states() -> dict[str, str]:
    rows = [row.partition(" ") for line in US.split("\n") for row in line.split("|") if row]
    return SYSTEMS | {key(word): code for code, _, name in rows for word in (code, name)}
