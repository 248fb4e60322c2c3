"""From partners to places that Google Earth and its kin open (KML 2.2, OGC 07-147r2)."""

from xml.etree import ElementTree as Xml

import pandas as pd

from partner_dashboard import summary
from partner_dashboard.editions import Edition
from partner_dashboard.exports.geojson import properties
from partner_dashboard.texts import Texts

SPACE = "http://www.opengis.net/kml/2.2"

FORBIDDEN = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])
"""Characters that XML 1.0 cannot hold."""


def kml(edition: Edition, strands: pd.DataFrame, t: Texts) -> bytes:
    """Write the partners of some strands as placemarks; those without a place are left out, for KML needs one.

    Units: WGS 84 degrees, longitude before latitude. Order: as in `summary.partners`. Names and values are text, never
    markup.
    """
    rows = summary.partners(edition, strands)
    names = summary.name(rows, t.language)
    Xml.register_namespace("", SPACE)
    root = Xml.Element(f"{{{SPACE}}}kml")
    document = _below(root, "Document")
    _below(document, "name", edition.settings.name.in_language(t.language))
    for row_id, row in rows[rows["latitude"].notna()].iterrows():
        _placemark(document, str(row_id), row, str(names[row_id]), t)
    return bytes(Xml.tostring(root, encoding="utf-8", xml_declaration=True))


def _placemark(document: Xml.Element, row_id: str, row: pd.Series, name: str, t: Texts) -> None:
    mark = _below(document, "Placemark")
    _below(mark, "name", name)
    _below(mark, "description", t("kml.counted", count=int(row["strands"]), living=int(row["living"])))
    held = _below(mark, "ExtendedData")
    for key, value in properties(row_id, row, name).items():
        if value not in (None, []):
            said = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
            data = _below(held, "Data")
            data.set("name", key)
            _below(data, "value", said)
    _below(_below(mark, "Point"), "coordinates", f"{row['longitude']},{row['latitude']}")


def _below(parent: Xml.Element, tag: str, text: str = "") -> Xml.Element:
    element = Xml.SubElement(parent, f"{{{SPACE}}}{tag}")
    element.text = text.translate(FORBIDDEN) or None
    return element
