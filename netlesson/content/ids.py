"""Ids by which a record names others: a field of such a type is followed in `rules`."""

from typing import Annotated, NamedTuple


class Reference(NamedTuple):
    """What an id names, and where it has to exist."""

    what: str
    among: str


Heading = Annotated[str, Reference("heading", "criteria.toml")]
Criterion = Annotated[str, Reference("criterion", "criteria.toml")]
Need = Annotated[str, Reference("need", "a rated criterion")]
Group = Annotated[str, Reference("group", "groups.toml")]
Statement = Annotated[str, Reference("statement", "groups.toml")]
Bullet = Annotated[str, Reference("bullet", "groups.toml")]
Source = Annotated[str, Reference("source", "sources.toml")]
Subject = Annotated[str, Reference("statement", "a statement, finding or note")]
Reason = Annotated[str, Reference("evidence", "a statement, finding or note")]
Evidence = Annotated[str, Reference("evidence", "a statement, source, finding or note")]
