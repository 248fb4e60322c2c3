"""From the name or letters of a state to the code that GeoNames has for it, where cities are written with their state.

Source: ISO 3166-2 for the letters; GeoNames (CC BY 4.0) for its own codes of Canada and Australia.
"""

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
OTHERS = {
    "CA": "01 AB Alberta|02 BC British Columbia|03 MB Manitoba|04 NB New Brunswick|05 NL Newfoundland|07 NS Nova Scotia"
    "|08 ON Ontario|09 PE Prince Edward Island|10 QC Quebec|11 SK Saskatchewan|12 YT Yukon|13 NT Northwest Territories"
    "|14 NU Nunavut|05 NL Newfoundland and Labrador|10 PQ Québec",
    "AU": "01 ACT Australian Capital Territory|02 NSW New South Wales|03 NT Northern Territory|04 QLD Queensland"
    "|05 SA South Australia|06 TAS Tasmania|07 VIC Victoria|08 WA Western Australia",
}


def state_code(text: str) -> str:
    """Give the code of a state of the United States by its name or letters; "" where it is none."""
    return _states().get(key(text.replace(".", "")), "")


@cache
def _states() -> dict[str, str]:
    rows = [row.partition(" ") for line in US.split("\n") for row in line.split("|") if row]
    return {key(word): code for code, _, name in rows for word in (code, name)}
