"""From what was asked and a name of an institution to how much they have in common."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from partner_dashboard.places.hearing import Said

OWN_PLACE = 0.25
"""How much it counts against a name that its own city or country was not said."""

WHOLE = 0.985
"""From which share on two names say the same: what is missing are articles."""

NOBODY = (0.0, -1)


@dataclass(frozen=True, slots=True)
class Shares:
    """How much two names have in common, 0–1: of the institution's own, of the one asked for, and of its core."""

    own: float
    asked: float
    core: float
    weight: float
    """How rare the words are that were met, together."""
    in_order: bool
    fills_part: bool = False
    """Whether the name is one part of several that were asked for: «Institute of Physics, University of Zagreb»."""

    @property
    def alike(self) -> float:
        """How alike the names are: high only where both shares are."""
        return 2 * self.own * self.asked / (self.own + self.asked) if self.own and self.asked else 0.0

    @property
    def exact(self) -> bool:
        """Whether both names say the same, faculties and addresses apart."""
        return self.own > WHOLE and self.core > WHOLE


def shares(
    name: Sequence[int], said: Sequence[Said], weights: Sequence[float], own_place: Collection[int],
    placed: Collection[int], letters: Collection[int], *, city_agrees: bool,
) -> Shares:  # fmt: skip
    """Measure what a name, as meanings in order, and a question have in common.

    `own_place` are meanings for the seat's own city and country, `placed` the words of the question that name them,
    `letters` those that are letters the institution is called by as well.
    """
    by_meaning = _best(said)
    met: dict[int, float] = {}
    order: list[int] = []
    own = _Share()
    for meaning, weight in zip(name, weights, strict=True):
        likeness, asker = by_meaning.get(meaning, NOBODY)
        if likeness:
            met[asker] = max(met.get(asker, 0.0), likeness)
            order.append(asker)
        elif meaning in own_place:
            likeness, weight = float(bool(placed) or city_agrees), weight * OWN_PLACE
        own.add(weight, likeness)
    asked, core = _of_asked(said, met, placed, letters)
    heavy = sum(weight * by_meaning.get(meaning, NOBODY)[0] for meaning, weight in zip(name, weights, strict=True))
    fills_part = own.met > WHOLE and _fills_part(said, met)
    return Shares(own.met, asked.met, core.met, heavy, order == sorted(order), fills_part)


def _fills_part(said: Sequence[Said], met: Collection[int]) -> bool:
    """Whether each word of one part of the question was met, and that part is not all that was asked."""
    missing = {word.part for position, word in enumerate(said) if position not in met}
    return bool(missing and {word.part for word in said if word.factor == 1} - missing)


def _of_asked(
    said: Sequence[Said], met: Mapping[int, float], placed: Collection[int], letters: Collection[int]
) -> tuple["_Share", "_Share"]:
    asked, core = _Share(), _Share()
    for position, word in enumerate(said):
        likeness = met.get(position, float(word.at in placed or word.at in letters))
        weight = word.weight * (1 if position in met else OWN_PLACE if word.at in placed else word.factor)
        asked.add(weight, likeness)
        if word.factor == 1:
            core.add(weight, likeness)
    return asked, core


class _Share:
    """A part of a whole, summed up."""

    def __init__(self) -> None:
        self._met = self._all = 0.0

    def add(self, weight: float, share: float) -> None:
        self._met += weight * share
        self._all += weight

    @property
    def met(self) -> float:
        """Give the part, 1 of nothing."""
        return self._met / self._all if self._all else 1.0


def _best(said: Sequence[Said]) -> dict[int, tuple[float, int]]:
    """Give for each meaning how alike it was said, and the position of the word that said it."""
    best: dict[int, tuple[float, int]] = {}
    for position, word in enumerate(said):
        for meaning, likeness in word.meanings.items():
            if likeness > best.get(meaning, NOBODY)[0]:
                best[meaning] = (likeness, position)
    return best
