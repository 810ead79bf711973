"""What a learner hands in: one small file, without a name unless they type one.

The file holds answers, not events: for each item the first response and the latest
one, and for the comparison what came out of it. It says nothing about when somebody
worked, how their own groups are called or what they cost. Files from a class come
from many hands, so `read_result` trusts none of them.
"""

from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec

from .records import Lang

SCHEMA = 1
"""The newest layout of a result file that this module reads, and the one it writes."""

LIMIT = 2_000_000
"""The most bytes of a result file; a complete one has fewer than 100,000."""

Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
Count = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
Word = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Prose = Annotated[str, msgspec.Meta(max_length=10_000)]


class ItemResult(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one item: the first try and the latest one.

    Attributes:
        item: The item's id.
        first: The first response, as `quiz.mark` takes it.
        latest: The latest response; the same as `first` after a single try.
        first_right: Whether the first try was right; None for an opinion.
        latest_right: Whether the latest try is right; None for an opinion.
        tries: How many times it was answered.
    """

    item: Word
    first: Any
    latest: Any
    first_right: bool | None = None
    latest_right: bool | None = None
    tries: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] = 1


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where one alternative came in the learner's comparison.

    Attributes:
        group: The id of the type; for a group of the learner's own, of its type.
        own: Whether it is a group of the learner's own; its name stays at home.
        rank: 1 is best; ties share the better rank.
        score: 0..1.
        out: Whether a limit of the learner's excludes it.
    """

    group: Word
    own: bool = False
    rank: Annotated[int, msgspec.Meta(ge=1, le=1000)]
    score: Share
    out: bool = False


class Reflection(msgspec.Struct, frozen=True, kw_only=True):
    """What a learner wrote down and chose to hand in."""

    name: Word
    text: Prose


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """One learner's result file.

    Attributes:
        format: What kind of file this is.
        schema: The layout of the file, from 1.
        id: 16 random hexadecimal digits that stay the same for a learner's journal,
            so that a file handed in again replaces the earlier one.
        time: When it was made; of two files with one id the later counts.
        lang: The language the learner worked in last.
        name: Whatever the learner typed; usually nothing.
        items: By item, in the order of the course.
        order: Criterion ids, the most important first; empty before it was set.
        weights: Share of each criterion, adding up to 1; empty before it was set.
        ranking: The comparison; empty before it was made.
        chosen: Types chosen for a trial, in the order chosen.
        reflections: Only those that the learner ticked.
    """

    format: Literal["netlesson-result"] = "netlesson-result"
    schema: Annotated[int, msgspec.Meta(ge=1)] = SCHEMA
    id: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{16}$")]
    time: Annotated[datetime, msgspec.Meta(tz=True)]
    lang: Lang
    name: Annotated[str, msgspec.Meta(max_length=200)] = ""
    items: tuple[ItemResult, ...] = ()
    order: tuple[Word, ...] = ()
    weights: dict[str, Share] = {}
    ranking: tuple[Place, ...] = ()
    chosen: tuple[Word, ...] = ()
    reflections: tuple[Reflection, ...] = ()
