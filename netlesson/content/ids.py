"""Ids by which a record names others: a field of such a type is followed in `rules`."""

from typing import Annotated, NamedTuple

from .sentences import Said


class Reference(NamedTuple):
    """What an id names, and where it has to exist."""

    what: str
    among: str | Said


_REASON = Said("faults.any_reason")
Currency = Annotated[str, Reference("currency", "currencies.toml")]
Heading = Annotated[str, Reference("heading", "criteria.toml")]
Criterion = Annotated[str, Reference("criterion", "criteria.toml")]
Need = Annotated[str, Reference("need", Said("faults.rated_criterion"))]
Group = Annotated[str, Reference("group", "groups.toml")]
Statement = Annotated[str, Reference("statement", "groups.toml")]
Bullet = Annotated[str, Reference("bullet", "groups.toml")]
Source = Annotated[str, Reference("source", "sources.toml")]
Subject = Annotated[str, Reference("statement", _REASON)]
Reason = Annotated[str, Reference("evidence", _REASON)]
Evidence = Annotated[str, Reference("evidence", Said("faults.any_evidence"))]
