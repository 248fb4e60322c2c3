"""From names of institutions in many languages to tokens that say whether two of them are one.

The lexicon of places joins words that lead to the same place; an identity asks for more. Only its narrow concepts are
taken («=uni»); network and alliance, business school and school of economics, hospital and university stay apart. A
letter that the file has lost stays in its token as `LOST`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache

from partner_dashboard.places import wording

UNIVERSITY, CITY = "=uni", "=city"

LOST = "\u0294"
"""Stands in a token for one letter that the file has lost: a letter of no name, so that no name contains it."""

MOST_LOST = 8
"""A word that has lost more letters, or more than half of them, could be any."""

LOST_LETTER = re.compile(r"\ufffd|(?<=\w)\?|\?(?=\?*\w)|(?<=\?)\?")
"""Where a question mark may stand for a letter: within a word, before or after one."""

NARROW = frozenset(
    f"={concept}"
    for concept in (
        "uni", "college", "academy", "institute", "center", "school", "faculty", "hospital", "museum", "library",
        "foundation", "society", "national", "city", "international", "european", "royal", "open", "free", "central",
        "federal", "autonomous", "catholic", "technology", "science", "applied", "research", "study", "medicine",
        "music", "general", "campus", "north", "south", "east", "west", "new", "saint",
    )
)  # fmt: skip
"""Concepts of the lexicon whose words may stand for each other in the name of one institution."""

OURS = {
    "network": "network netzwerk netwerk reseau red rete natverk netvaerk nettverk siec verkosto",
    "alliance": "alliance allianz alianza alianca alleanza",
    "association": "association verband asociacion associazione associacao",
    "state": """state staatlich staatliche staatlichen staatlicher staatliches staats bundesstaat bundesstaates estatal
        estadual statale panstwowy panstwowa государственный державний дзяржаўны державен државни""",
    "polytechnic": """polytechnic polytechnical polytechnische polytechnischen politecnico politecnica polytechnique
        politechnika polytechnika politehnica politehnika politekhnicheskii politeknik""",
    "pedagogical": """pedagogical padagogisch padagogische padagogischen pedagogique pedagogica педагогический
        педагогічний""",
    "linguistic": "linguistic linguistics linguistisch linguistische",
    "language": "language languages sprache sprachen sprach langues lenguas idiomas",
    "economics": "economics economic economy okonomie economia economie",
    "business": "business wirtschafts wirtschaft",
    "agriculture": "agricultural agriculture agrar landwirtschaft landwirtschaftliche agricola agraria agronomique",
    "art": "art arts kunst kunste kunsten artes arte",
    "engineering": "engineering ingenieurwissenschaften ingenieurwesen ingenierie ingenieria ingegneria",
    "social": "social sozial soziale sociales sociais",
    "humanities": "humanities geisteswissenschaft geisteswissenschaften humanidades",
    "office": "office buro buero bureau oficina ufficio escritorio",
    "liaison": "liaison verbindung verbindungs",
    "ministry": "ministry ministerium ministere ministerio ministero",
    "consulate": "consulate konsulat generalkonsulat consulat consulado consolato",
    "department": "department fachbereich departement departamento dipartimento",
    "german": "german deutsch deutsche deutschen deutscher deutsches allemand",
    "chinese": "chinese chinesisch chinesische chinois",
    "material": "material materials materialwissenschaft materialwissenschaften",
}  # fmt: skip
"""Words that institutions have in common beyond the lexicon's narrow concepts; case and accents are free."""

SEVERAL = {
    "tu": ("=technology", UNIVERSITY),
    "th": ("=technology", "=college"),
    "fachhochschule": ("=college",),
    "fr": (),
    "i": ("i",),
    "al": ("al",),
    "sul": ("=south",),
    "sur": ("=south",),
    "materialwissenschaft": ("=material", "=science"),
    "materialwissenschaften": ("=material", "=science"),
    "geisteswissenschaften": ("=humanities",),
    "verbindungsburo": ("=liaison", "=office"),
    "verbindungsbuero": ("=liaison", "=office"),
}
"""Words that say several things at once, nothing («fr» is «für» without its umlaut), or something («Paris I»)."""

HEADS = ("universitat", "universitaet", "hochschule", "akademie", "institut", "museum", "stiftung", "netzwerk")
FRONTS = ("universitats", "universitaets", "universitets", "hochschul", "forschungs")
"""How German compounds end («Nationaluniversität») and begin («Universitätsklinikum»)."""

SHORTEST_REST = 3
"""So many letters must be left of a compound to be a word."""

LONGEST_FORM, LONGEST_WORD = 14, 60
"""Words longer than the first that begin as one of the lexicon's are compounds of which it knows only the beginning;
nobody writes words longer than the second."""

FREQUENT = (
    "university", "universitat", "universite", "universidad", "universidade", "universita", "technische", "technical",
    "technology", "national", "nationale", "institute", "hochschule", "international", "college", "academy",
    "sciences", "wissenschaft", "research",
)  # fmt: skip
"""Words that are long and frequent enough to be known when they are misspelt."""

SURE_LENGTH, LONG_LENGTH = 7, 10
"""A word is taken for a frequent one misspelt from the first length on by one letter, from the second on by two."""


def tokens_of(name: str, places: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Give the tokens of a name: common words as concepts, articles dropped, cities by their one name.

    `places` says for other spellings of words and cities, folded, what stands in our names: «neu delhi» → «new delhi».
    Order: as written.
    """
    return tuple(token for word in _placed(words_of(name), places or {}) for token in _meaning(word))


def words_of(name: str) -> list[str]:
    """Give the folded words of a name in order; a lost letter is `LOST`."""
    return wording.tokens(LOST_LETTER.sub(LOST, name))


def is_common(token: str) -> bool:
    """Whether a token says what kind of institution it is, and not which."""
    return token.startswith("=")


def unbroken(name: str) -> str:
    """Give a name whose UTF-8 was once read as Windows-1252 («UniversitÃ¤t») as it was meant, any other as it is."""
    for encoding in ("cp1252", "latin-1"):
        try:
            return name.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return name


def fits(lossy: str, word: str) -> bool:
    """Whether a word with lost letters may be another one; each lost letter stands for one letter, ß for two."""
    return LOST in lossy and _pattern(lossy).fullmatch(word) is not None


@lru_cache(maxsize=65536)
def _meaning(word: str) -> tuple[str, ...]:
    """Give the tokens of a folded word: none for an article, several for a compound, itself for a proper word."""
    if len(word) > LONGEST_WORD:
        return (word,)
    if LOST in word:
        return _restored(word)
    if word in SEVERAL:
        return SEVERAL[word]
    if word in _TABLE:
        return (_TABLE[word],)
    for head in HEADS:
        if word.endswith(head) and len(word) >= len(head) + SHORTEST_REST:
            return (*_meaning(word.removesuffix(head)), *_meaning(head))
    for front in FRONTS:
        if word.startswith(front) and len(word) >= len(front) + SHORTEST_REST:
            return (*_meaning(front.removesuffix("s")), *_meaning(word.removeprefix(front)))
    if len(word) <= LONGEST_FORM and (found := _narrow(word)) is not None:
        return found
    return (_misspelt(word) or word,)


def _narrow(word: str) -> tuple[str, ...] | None:
    """Give what the lexicon knows of a word where all of it is narrow enough, else None.

    Chinese and Japanese have a word for each kind of technical university, and some that differ in nothing else.
    """
    found = wording.lexicon().meaning(word)
    narrow = {UNIVERSITY} if wording.CJK.search(word) else NARROW
    return found if found != (word,) and all(token in narrow or not is_common(token) for token in found) else None


def _misspelt(word: str) -> str:
    """Give what a frequent word means that this one is a misspelling of; an empty text where it is none."""
    if len(word) < SURE_LENGTH:
        return ""
    from rapidfuzz.distance import OSA  # only where names are compared, not at every start

    far = 1 if len(word) < LONG_LENGTH else 2
    near = (known for known in _frequent() if OSA.distance(word, known, score_cutoff=far) <= far)
    return next((token for known in near for token in _meaning(known)), "")


def _restored(word: str) -> tuple[str, ...]:
    """Give what a word with lost letters means where it can only be a common one, whole or as the end of a compound."""
    means = {_meaning(known) for known in _short_and_frequent() if fits(word, known)}
    if len(means) == 1:
        return means.pop()
    for head in HEADS:
        if len(word) >= len(head) + SHORTEST_REST and fits(word[-len(head) :], head):
            return (*_meaning(word[: -len(head)]), *_meaning(head))
    return (word,)


@cache
def _frequent() -> tuple[str, ...]:
    return (*FREQUENT, *(word for word in _TABLE if len(word) >= SURE_LENGTH))


@cache
def _short_and_frequent() -> tuple[str, ...]:
    articles = (word for word, concept in wording.lexicon().exact.items() if not concept and len(word) > 2)
    return (*_frequent(), *_TABLE, *SEVERAL, *articles)


def _placed(words: list[str], places: Mapping[str, str]) -> Iterator[str]:
    """Replace the words that name a city in another language, the longest names first."""
    while words:
        length = next((length for length in (3, 2, 1) if " ".join(words[:length]) in places), 0)
        if length:
            yield from places[" ".join(words[:length])].split()
        else:
            yield from _placed_lossy(words[0], places).split()
        words = words[max(length, 1) :]


def _placed_lossy(word: str, places: Mapping[str, str]) -> str:
    """Replace a word with lost letters where it can only be one city in another language: «L?ttich»."""
    meant = {ours for spelling, ours in places.items() if fits(word, spelling)} if LOST in word else set()
    return meant.pop() if len(meant) == 1 else word


@lru_cache(maxsize=4096)
def _pattern(lossy: str) -> re.Pattern[str]:
    lost = lossy.count(LOST)
    if lost > min(MOST_LOST, len(lossy) - lost):
        return re.compile(r"(?!)")  # with so little left it could be anything
    body = "".join(r"\w{1,2}" if letter == LOST else re.escape(letter) for letter in lossy.removesuffix(LOST))
    return re.compile(body + (r"\w{0,2}" if lossy.endswith(LOST) else ""))


def _table(concepts: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    return ((wording.fold(form), f"={concept}") for concept, forms in concepts.items() for form in forms.split())


_TABLE = dict(_table(OURS))
