"""What the figures say: amounts, and alt texts made from the data."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from ...content import Course, Criterion, GroupType, Heading, Lang, Rating, Variant
from ...deciding import criterion_value
from ...deciding.guards import Floats
from ...language import Edition, listing, number, percent

ALT = 400  # characters

Cell = Rating | Variant
Cells = Mapping[str, Cell]  # by criterion


def under_headings(course: Course) -> list[tuple[Heading, list[Criterion]]]:
    """Sort the criteria under their headings; an empty one is left out."""
    found: dict[str, list[Criterion]] = {name: [] for name in course.headings}
    for criterion in course.criteria.values():
        found[criterion.heading].append(criterion)
    return [(course.headings[name], found[name]) for name in found if found[name]]


def matrix_values(course: Course, cells: Mapping[str, Cells]) -> Floats:
    """Return the values of types (columns) on criteria (rows), in 0..1."""
    return np.array(
        [
            [criterion_value(row[name].value, criterion) for row in cells.values()]
            for name, criterion in course.criteria.items()
        ]
    )


def bare(amount: float, criterion: Criterion, lang: Lang) -> str:
    """Write a rating as it stands on a picture, without its unit."""
    return number(amount, lang, 0 if criterion.id == "money" else 1)


def share_words(share: float, lang: Lang) -> str:
    """Write a share in whole percent; what is rare is not nothing."""
    if 0 < share < 0.005:
        return f"<{percent(0.01, lang)}"
    return percent(share, lang)


def shorten(words: str, length: int) -> str:
    """Cut words to a length, with an ellipsis where something is gone."""
    words = " ".join(words.split())
    return words if len(words) <= length else words[: length - 1].rstrip() + "…"


def profile_alt(edition: Edition, group: GroupType, cells: Cells) -> str:
    """Say what one type costs, where it is best and worst, what is estimated."""
    criteria, lang = edition.course.criteria.values(), edition.lang
    measured = [
        f"{bare(cells[c.id].value, c, lang)} {c.unit[lang]}" for c in criteria if c.unit
    ]
    guessed = [c.name[lang] for c in criteria if cells[c.id].basis == "estimate"]
    rated = {c.name[lang]: cells[c.id].value for c in criteria if c.scale == "rated"}
    best, worst = max(rated.values()), min(rated.values())

    def filled(most: int) -> str:
        highest, lowest = (
            _some(edition, [c for c, x in rated.items() if x == level], most)
            for level in (best, worst)
        )
        key = "figures.estimated" if guessed else "figures.estimated_none"
        return edition.say(
            "figures.profile_alt" if best > worst else "figures.profile_even",
            name=shorten(group.name[lang], 60),
            measured=listing(measured, lang),
            best=number(best, lang, 1),
            highest=highest,
            worst=number(worst, lang, 1),
            lowest=lowest,
            estimated=edition.say(key, names=_some(edition, guessed, most)),
        )

    return _fitting(filled(most) for most in (10, 4, 2, 1))


def matrix_alt(edition: Edition, cells: Mapping[str, Cells]) -> str:
    """Say which type is best and worst at what, ties included."""
    course, lang = edition.course, edition.lang
    values = matrix_values(course, cells)
    bests = values == values.max(axis=1, keepdims=True)
    worsts = values == values.min(axis=1, keepdims=True)
    guessed = [c.basis == "estimate" for row in cells.values() for c in row.values()]
    names = [shorten(group.short[lang], 24) for group in course.groups.values()]
    criteria = [criterion.name[lang] for criterion in course.criteria.values()]

    def ranked(found: Floats, most: int, named: bool) -> str:
        """List types with what they lead on, those with the most first."""
        counts = found.sum(axis=0)
        order = [i for i in np.argsort(-counts, kind="stable") if counts[i]]
        parts = []
        for i in order[:most]:
            leads = ", ".join(criteria[j] for j in np.flatnonzero(found[:, i]))
            parts.append(
                f"{names[i]} ({leads if named else number(counts[i], lang) + '×'})"
            )
        return "; ".join([*parts, "…"] if len(order) > most else parts)

    def filled(best: tuple[int, bool], worst: tuple[int, bool]) -> str:
        return edition.say(
            "figures.matrix_alt",
            best=ranked(bests, *best),
            worst=ranked(worsts, *worst),
            estimates=number(sum(guessed), edition.lang),
            cells=number(len(guessed), edition.lang),
        )

    sizes = (
        ((12, True), (12, True)),
        ((12, True), (12, False)),
        ((12, True), (3, False)),
        ((12, False), (12, False)),
        ((4, False), (4, False)),
    )
    return _fitting(filled(*size) for size in sizes)


def acceptability_alt(edition: Edition, names: Sequence[str], shares: Floats) -> str:
    """Say how often each comes first, in order, and which is most often last."""
    firsts, lasts = shares[:, 0], shares[:, -1]
    order = np.argsort(-firsts, kind="stable")
    last = int(np.argmax(lasts))

    def filled(length: int, most: int) -> str:
        def named(i: int, share: float) -> str:
            return f"{shorten(names[i], length)} ({share_words(share, edition.lang)})"

        return edition.say(
            "figures.acceptability_alt",
            firsts=_some(edition, [named(i, firsts[i]) for i in order], most),
            last=named(last, lasts[last]),
        )

    if len(names) == 1:
        name = shorten(names[0], 200)
        return edition.say("figures.acceptability_single", name=name)
    return _fitting(filled(*size) for size in ((60, 12), (30, 12), (30, 6), (20, 4)))


def _fitting(texts: Iterable[str]) -> str:
    """Return the first text that is short enough for an alt text."""
    text = ""
    for text in texts:
        if len(text) <= ALT:
            return text
    return shorten(text, ALT)


def _some(edition: Edition, names: Sequence[str], most: int) -> str:
    """List names, and only count those beyond the most that are wanted."""
    if len(names) <= most:
        return listing(names, edition.lang)
    rest = edition.say("figures.more", n=number(len(names) - most, edition.lang))
    return listing([*names[:most], rest], edition.lang)
