"""From names as people write them to keys that can be compared."""

import re
import unicodedata

LETTERS = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "ʻ": "",
        "’": "",
        "'": "",
    }
)


def key(name: str) -> str:
    """Fold case, accents, punctuation and white space, so that spellings of one name meet.

    «Kraków», «KRAKOW » and «krakow» give the same key; «Köln» and «Koeln» do not (see `keys`).
    """
    folded = name.casefold().translate(LETTERS)
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(letter))
    return " ".join(re.findall(r"\w+", plain))


def keys(name: str) -> set[str]:
    """Give every key a name may be known by: with ä as a and, where it has umlauts, with ä as ae."""
    composed = unicodedata.normalize("NFC", name.casefold())
    german = composed.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    return {key(name), key(german)} - {""}
