"""What the content files hold. A further file is a further entry in `TABLES`."""

from collections.abc import Mapping
from dataclasses import dataclass

from . import items, model
from .records import Record
from .sentences import Said


@dataclass(frozen=True, slots=True)
class Table:
    """The entries `[[name]]` of a file: records of one kind, told apart by keys.

    Attributes:
        file: The file that holds them.
        name: What authors call one of them.
        kind: What each becomes.
        place: Where they are kept: a field of `Course`, or of what they are part of.
        keys: The fields that tell one from the others.
        parts: The tables inside each.
        ours: Fields that are filled in by us, not by authors.
        stand_in: A field by which to find an entry that has no key.
    """

    file: str
    name: str
    kind: type[Record]
    place: str
    keys: tuple[str, ...] = ("id",)
    parts: tuple["Table", ...] = ()
    ours: tuple[str, ...] = ()
    stand_in: str = ""

    def label(self, entry: Mapping[str, object]) -> tuple[object, ...]:
        """Return the keys of an entry that may be wrong, for a person to find it."""
        return tuple(
            entry.get(key, entry.get(self.stand_in, Said("faults.without", key=key)))
            for key in self.keys
        )


def shown(key: str | tuple[str, ...]) -> str:
    """Return the key of a record as faults write it."""
    return key if isinstance(key, str) else f"({', '.join(key)})"


_STATEMENT = Table(
    "groups.toml", "statement", model.Statement, "statements", ours=("group",)
)
_FIGURE = Table("groups.toml", "figure", model.Figure, "figures", stand_in="aspect")
_INSIDE = (_STATEMENT, _FIGURE)
_CELL = ("group", "criterion")
TABLES = (
    Table("currencies.toml", "currency", model.Currency, "currencies"),
    Table("criteria.toml", "heading", model.Heading, "headings"),
    Table("criteria.toml", "criterion", model.Criterion, "criteria"),
    _STATEMENT,
    Table("groups.toml", "group", model.GroupType, "groups", parts=_INSIDE),
    Table("ratings.toml", "rating", model.Rating, "ratings", _CELL),
    Table("ratings.toml", "unrated", model.Unrated, "unrated", ("bullet",)),
    Table("sources.toml", "source", model.Source, "sources"),
    Table("sources.toml", "finding", model.Finding, "findings"),
    Table("sources.toml", "note", model.Note, "notes"),
    Table("steps.toml", "step", model.Step, "steps"),
    Table("cases.toml", "case", model.Case, "cases"),
    Table("items.toml", "misconception", items.Misconception, "misconceptions"),
    Table("items.toml", "item", items.Item, "items"),
    Table("exercises.toml", "hint", model.Hint, "hints"),
    Table("exercises.toml", "task", model.TaskText, "tasks"),
)
PHRASES = "strings.toml"
# A copy of an earlier version lacks what came since: it never stands alone.
LAID_OVER = (PHRASES, "exercises.toml")
# Steps of the course rest on sources that an earlier copy lacks; they name nothing.
KEPT = {"sources.toml": ("source",)}
FILES = (*dict.fromkeys(table.file for table in TABLES), PHRASES)
