"""From partners to points that any map program reads (GeoJSON, RFC 7946)."""

import json

import pandas as pd

from partner_dashboard import summary
from partner_dashboard.editions import Edition
from partner_dashboard.texts import Texts


def geojson(edition: Edition, strands: pd.DataFrame, t: Texts) -> bytes:
    """Write the partners of some strands as features; one without a place has no geometry, but is there.

    Units: WGS 84 degrees, longitude before latitude, as the standard has it. Order: as in `summary.partners`.
    Properties are codes and ids, but for the names in the language of the texts.
    """
    rows = summary.partners(edition, strands)
    names = summary.name(rows, t.language)
    features = [_feature(str(row_id), row, str(names[row_id])) for row_id, row in rows.iterrows()]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()


def _feature(row_id: str, row: pd.Series, name: str) -> dict[str, object]:
    return {"type": "Feature", "id": row_id, "geometry": _point(row), "properties": properties(row_id, row, name)}


def _point(row: pd.Series) -> dict[str, object] | None:
    if pd.isna(row["latitude"]):
        return None
    return {"type": "Point", "coordinates": [float(row["longitude"]), float(row["latitude"])]}


def properties(row_id: str, row: pd.Series, name: str) -> dict[str, object]:
    """Say a partner in plain values: what is unknown is null, dates are EDTF."""
    day = row["evidence_on"]
    return {
        "institution_id": row_id, "name": name, "kind": row["kind"], "city": row["city"] or None,
        "country_code": row["country_code"] or None, "place_precision": row["place_precision"] or None,
        "ror_id": row["ror_id"] or None, "website": row["website"] or None, "groups": list(row["groups"]),
        "homes": list(row["homes"]), "relations": int(row["strands"]), "living": int(row["living"]),
        "since": row["since"] or None, "last_sign_of_life": None if pd.isna(day) else day.date().isoformat(),
        "source_title": row["source_title"] or None, "source_url": row["source_url"] or None,
    }  # fmt: skip
