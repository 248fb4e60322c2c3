"""From two names as tokens to how alike they are, and what each says that the other does not."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from partner_dashboard.intake.wording import LOST, UNIVERSITY, fits, is_common

Same = Callable[[str, str], bool]

COMMON_WEIGHT = 0.35
"""How much a common word («university») counts beside one that says which university (1)."""

LOST_LIKENESS, GUESS_LIKENESS = 0.97, 0.88
"""How much a word counts that has lost letters, and one that is probably misspelt or declined."""

SHORTEST_GUESS = 5
"""Shorter words are never taken for misspelt: Bonn is not Born."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike a written name and one of an institution's names are.

    `score` from 0 to 1; `extra` tokens only the written name has, `missing` tokens only the other; `shared` the tokens
    of the other that both have; `guessed` whether a word was taken for misspelt, `lost` whether letters were missing;
    `turned` whether one says «University of X» and the other «X University».
    """

    score: float
    extra: tuple[str, ...]
    missing: tuple[str, ...]
    shared: tuple[str, ...]
    guessed: bool
    lost: bool
    turned: bool


def likeness(written: Sequence[str], other: Sequence[str], may_add: Collection[str] = ()) -> Likeness:
    """Compare two names by their tokens; the order of words counts only as `turned`.

    Equal tokens are paired first, then those with lost letters, then the misspelt ones. What the written name adds of
    `may_add`, as its city, counts for nothing.
    Units: the score is the weight of what both share over the weight of what each says (Dice).
    """
    extra, missing = list(written), list(other)
    shared = _take(extra, missing, str.__eq__)
    lost = _take(extra, missing, fits) if any(LOST in token for token in extra) else []
    guessed = _take(extra, missing, resembles) if extra and missing else []
    added = tuple(token for token in extra if token not in may_add)
    both = (*shared, *lost, *guessed)
    near = weight(shared) + LOST_LIKENESS * weight(lost) + GUESS_LIKENESS * weight(guessed)
    whole = 2 * weight(both) + weight(added) + weight(missing)
    return Likeness(
        2 * near / whole if both else 0.0,
        added,
        tuple(missing),
        both,
        bool(guessed),
        bool(lost),
        _is_turned(written, other),
    )


def weight(tokens: Collection[str]) -> float:
    """Say how much tokens tell of an institution."""
    return sum(COMMON_WEIGHT if is_common(token) else 1.0 for token in tokens)


@lru_cache(maxsize=65536)
def resembles(token: str, other: str) -> bool:
    """Whether a token may be another one misspelt or declined: «tsukba», «utrechter»."""
    if LOST in token or min(len(token), len(other)) < SHORTEST_GUESS or token.isdigit():
        return False
    from rapidfuzz.distance import OSA  # only where names are compared, not at every start

    far = 1 if len(other) < 9 else 2
    if OSA.distance(token, other, score_cutoff=far) <= far:
        return True
    shorter, longer = sorted((token, other), key=len)
    return longer.startswith(shorter) and len(longer) - len(shorter) <= 3


def _take(extra: list[str], missing: list[str], same: Same) -> list[str]:
    """Move what both lists hold out of them; give it as the second list has it."""
    return list(_taken(extra, missing, same))


def _taken(extra: list[str], missing: list[str], same: Same) -> Iterator[str]:
    for token in tuple(extra):
        partner = next((other for other in missing if same(token, other)), None)
        if partner is not None:
            extra.remove(token)
            missing.remove(partner)
            yield partner


def _is_turned(written: Sequence[str], other: Sequence[str]) -> bool:
    if min(len(written), len(other)) < 2 or UNIVERSITY not in written or UNIVERSITY not in other:
        return False
    return (written[0] == UNIVERSITY) != (other[0] == UNIVERSITY)
