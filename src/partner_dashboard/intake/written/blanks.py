"""From words that hold a place free to «there is nothing»: in any cell, and in those that ask for a date."""

NO_ANSWER = frozenset(
    {"-", "--", "---", "?", "??", "???", "/", ".", "..", "...", "–", "—", "n/a", "n.a", "k.a", "k. a", "k/a", "tba",
     "tbd", "tbc", "keine angabe", "none", "null", "nil", "nan", "leer", "empty", "fehlt", "missing", "unbekannt",
     "unknown", "nicht bekannt", "not known", "unklar", "unclear"}
)  # fmt: skip
"""What stands in a cell of any column for which there is no answer; folded, without a last full stop."""

NO_DATE = NO_ANSWER | {
    "", "x", "xx", "xxx", "na", "ka", "n.b", "n. b", "nb", "o.d", "o. d", "s.d", "nat", "offen", "open", "ohne datum",
    "undatiert", "undated", "unbefristet", "unlimited", "open-ended", "bis auf weiteres", "laufend", "fortlaufend",
    "ongoing", "heute", "today", "present",
}  # fmt: skip
"""The same for a date, an end that is open among them."""


def is_no_answer(text: str) -> bool:
    """Whether a cell holds its place free."""
    return (len(text) < 20 and text.casefold().strip().rstrip(".") in NO_ANSWER) or set(text) == {"."}
