"""What a learner hands in: one small file, without a name unless they type one.

The file holds answers, not events: for each item the first response and the latest
one, and for the comparison what came out of it. It says nothing about when somebody
worked, how their own groups are called or what they cost. Files from a class come
from many hands, so `read_result` trusts none of them.

As in the journal, what somebody has to hear is a `Problem`, a key of `strings.toml`.
"""

import errno
import json
import math
import os
import re
import secrets
import stat
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from ..content import LANGS, UserError, expanded, is_number, write_whole
from ..deciding import Comparison
from ..language import encodable
from ..learning import (
    Answers,
    Problem,
    Store,
    course_folder,
    first,
    latest,
    reflections as written_down,
    types_in,
    where,
)

SCHEMA = 1
"""The newest layout of a result file that this module reads, and the one it writes."""

LIMIT = 2_000_000
"""The most bytes of a result file; a complete one has fewer than 100,000."""

LONGEST_NAME, LONGEST_TEXT = 200, 10_000

_EVENT, _ID = "handin", "[0-9a-f]{16}"
_BOM = b"\xef\xbb\xbf"
_DECIMALS = 9
_PUT = {
    errno.ENOENT: "folder_missing",
    errno.ENOTDIR: "folder_missing",
    errno.EACCES: "folder_locked",
    errno.EPERM: "folder_locked",
    errno.EROFS: "folder_locked",
    errno.ENOSPC: "folder_full",
    errno.EDQUOT: "folder_full",
}

Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
Number = Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
Word = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Prose = Annotated[str, msgspec.Meta(max_length=LONGEST_TEXT)]


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
    tries: Number = 1


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
    schema: Number = SCHEMA
    id: Annotated[str, msgspec.Meta(pattern=f"^{_ID}$")]
    time: Annotated[datetime, msgspec.Meta(tz=True)]
    lang: Word
    name: Annotated[str, msgspec.Meta(max_length=LONGEST_NAME)] = ""
    items: tuple[ItemResult, ...] = ()
    order: tuple[Word, ...] = ()
    weights: dict[str, Share] = {}
    ranking: tuple[Place, ...] = ()
    chosen: tuple[Word, ...] = ()
    reflections: tuple[Reflection, ...] = ()


class ResultError(UserError):
    """A result file cannot be made, read or put where it should go."""

    def __init__(self, key: str, **values: str | int) -> None:
        super().__init__(f"handin.{key}", **values)
        self.problem = Problem(self.key, self.values)


class _Stamp(msgspec.Struct):
    """The two fields that every schema has, however the rest may change."""

    format: Literal["netlesson-result"]
    schema: Number


_RESULT = msgspec.json.Decoder(Result)
_STAMP = msgspec.json.Decoder(_Stamp)


def folder() -> Path | None:
    """Return the folder that NETLESSON_HANDIN names, or None.

    A relative path starts at the course folder. The folder need not be there.

    Raises:
        UserError: If it begins with a `~` that names nobody.
    """
    if where() == "visit":  # a visitor hands in the file that they download
        return None
    named = os.environ.get("NETLESSON_HANDIN", "").strip()
    return course_folder() / expanded(Path(named)) if named else None


def is_empty(answers: Answers) -> bool:
    """Tell whether there is nothing yet that could be handed in."""
    done = answers.attempts or _compares(answers) or _chosen(answers)
    return not (done or written_down(answers))


def make_result(
    answers: Answers, *, name: str = "", reflections: Iterable[str] = ()
) -> Result:
    """Make a result file's content of what a learner has done.

    The first time, an id is drawn and kept in their journal; nothing else is written.
    Of `reflections(answers)` only those that are named are in it, and of the learner's
    own groups only the type.

    Raises:
        ResultError: If the name or a reflection is too long.
        ValueError: If there is no such reflection.
    """
    name = encodable(name).strip()
    if len(name) > LONGEST_NAME:
        raise ResultError("name_long", length=len(name), most=LONGEST_NAME)
    comparison = answers.comparison()
    shares = zip(comparison.criteria, comparison.shares, strict=True)
    weighed = list(shares) if answers.has_weights else []
    return Result(
        id=_result_id(answers.journal),
        time=datetime.now(UTC).replace(microsecond=0),
        lang=answers.lang,
        name=name,
        items=_items(answers),
        order=answers.order if weighed else (),
        weights={criterion.id: round(share, _DECIMALS) for criterion, share in weighed},
        ranking=_ranking(comparison) if _compares(answers) else (),
        chosen=_chosen(answers),
        reflections=_ticked(answers, reflections),
    )


def _result_id(journal: Store) -> str:
    """Return the learner's id; of several, as after a merge, the oldest."""
    for event in journal.history(_EVENT):
        kept = event.data.get("id")
        if isinstance(kept, str) and re.fullmatch(_ID, kept):
            return kept
    drawn = secrets.token_hex(8)
    journal.append(_EVENT, id=drawn)
    return drawn


def _items(answers: Answers) -> tuple[ItemResult, ...]:
    attempts = answers.attempts
    early, late = first(attempts), latest(attempts)
    tries = Counter(each.item for each in attempts)
    return tuple(
        ItemResult(
            item=item,
            first=early[item].response,
            latest=late[item].response,
            first_right=early[item].correct,
            latest_right=late[item].correct,
            tries=tries[item],
        )
        for item in answers.course.items
        if item in late
    )


def _compares(answers: Answers) -> bool:
    """Tell whether a comparison is more than the course's own starting point."""
    return bool(answers.profile or answers.has_weights or answers.own.groups)


def _ranking(comparison: Comparison) -> tuple[Place, ...]:
    rows = [comparison.rows[i] for i in (*comparison.standing, *comparison.out)]
    return tuple(
        Place(
            group=row.alternative.group,
            own=row.alternative.own,
            rank=row.rank,
            score=round(row.score, _DECIMALS),
            out=bool(row.breaches),
        )
        for row in rows
    )


def _chosen(answers: Answers) -> tuple[str, ...]:
    """Return the types chosen for the trial; of a group, its type."""
    chosen = answers.plan.get("chosen")
    kinds = {name: name for name in answers.course.groups}
    # A group that was removed after the trial was planned is in an older entry.
    for event in answers.journal.events("own"):
        for ident, kind in types_in(event):
            kinds[ident] = kind
    kinds.update({group.id: group.type for group in answers.own.groups})
    names = chosen if isinstance(chosen, list) else []
    found = [kinds[n] for n in names if isinstance(n, str) and n in kinds]
    return tuple(dict.fromkeys(t for t in found if t in answers.course.groups))


def _ticked(answers: Answers, names: Iterable[str]) -> tuple[Reflection, ...]:
    written, found = written_down(answers), []
    for name in dict.fromkeys(names):
        if name not in written:
            raise ValueError(
                f"there is no reflection {name!r}; use one of {', '.join(written)}"
            )
        text = encodable(written[name])
        if len(text) > LONGEST_TEXT:
            raise ResultError("text_long", length=len(text), most=LONGEST_TEXT)
        found.append(Reflection(name=name, text=text))
    return tuple(found)


def file_name(result: Result) -> str:
    """Return what a result's file is called."""
    return f"netlesson-{result.id}.json"


def encode_result(result: Result) -> bytes:
    """Spell a result for people to read: JSON in UTF-8, an answer a line.

    Raises:
        ResultError: If it is too big for a result file.
    """
    fields = msgspec.to_builtins(result).items()
    lines = [f"  {_json(name)}: {_lines(value)}" for name, value in fields]
    data = encodable("{\n" + ",\n".join(lines) + "\n}\n").encode()
    if len(data) > LIMIT:
        raise _too_big(len(data))
    return data


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _lines(value: Any) -> str:
    if isinstance(value, list | tuple) and value and isinstance(value[0], dict):
        return "[\n" + ",\n".join(f"    {_json(each)}" for each in value) + "\n  ]"
    return _json(value)


def _too_big(size: int) -> ResultError:
    return ResultError("too_big", size=-(-size // 1_000_000), most=LIMIT // 1_000_000)


def read_result(data: bytes) -> Result:
    """Read a result file that may hold anything.

    Returns:
        The result. Responses have a shape that `quiz.mark` takes; whether items,
        criteria and types exist is for the reader to check.

    Raises:
        ResultError: If it is empty, too big, not UTF-8, not JSON, no result file, of
            a newer schema, or has the wrong shape somewhere.
    """
    data = data.removeprefix(_BOM)
    if len(data) > LIMIT:
        raise _too_big(len(data))
    if not data.strip():
        raise ResultError("empty")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        raise ResultError("encoding") from None
    try:
        schema = _STAMP.decode(data).schema
    except (ValueError, RecursionError):
        raise ResultError("foreign" if _is_json(data) else "no_json") from None
    if schema > SCHEMA:
        raise ResultError("newer", schema=schema, known=SCHEMA)
    try:
        result = _RESULT.decode(data)
    except (ValueError, RecursionError) as error:
        if not _is_json(data):
            raise ResultError("no_json") from None
        what, _, place = str(error).partition(" - at `$")
        if not place and "`" in what:  # a field that is missing
            place = f".{what.split('`')[-2]}"
        raise ResultError("shape", where=place.strip(".`") or "?") from None
    if where := _misfit(result):
        raise ResultError("shape", where=where)
    return result


def _is_json(data: bytes) -> bool:
    try:
        msgspec.json.decode(data)
    except (ValueError, RecursionError):
        return False
    return True


def _misfit(result: Result) -> str:
    """Return what breaks a rule that no type can say; "" if nothing does."""
    for i, each in enumerate(result.items):
        for name in ("first", "latest"):
            if not _is_response(getattr(each, name)):
                return f"items[{i}].{name}"
    for name, words in (
        ("items", [each.item for each in result.items]),
        ("order", result.order),
        ("chosen", result.chosen),
        ("reflections", [each.name for each in result.reflections]),
    ):
        if len(set(words)) < len(words):
            return name
    if result.lang not in LANGS:
        return "lang"
    shares = result.weights.values()
    if shares and not math.isclose(sum(shares), 1, abs_tol=1e-6):
        return "weights"
    return ""


def _is_response(given: object) -> bool:
    """Tell whether something has the shape of a response; see `quiz`."""
    if isinstance(given, list):
        return all(isinstance(each, str) for each in given)
    if isinstance(given, dict):
        return all(isinstance(each, str) for each in given.values())
    return isinstance(given, str) or is_number(given)


def read_file(path: Path) -> Result:
    """Read a result file from disk, never more of it than one may have.

    Raises:
        ResultError: If it is no file that can be read, or for any reason of
            `read_result`.
    """
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise ResultError("is_folder")
        if not stat.S_ISREG(found.st_mode):  # a pipe would never end
            raise ResultError("no_file")
        if found.st_size > LIMIT:
            raise _too_big(found.st_size)
        with path.open("rb") as file:
            data = file.read(LIMIT + 1)
    except FileNotFoundError:
        link = path.is_symlink()
        raise ResultError("broken_link" if link else "not_there") from None
    except OSError as error:
        raise ResultError("unreadable", code=_code(error)) from None
    return read_result(data)


def put(target: Path, name: str, data: bytes) -> bool:
    """Write a file into a folder that is there; tell whether one was replaced.

    It is written whole or not at all. Its owner may read it, and the folder's group
    where that may read the folder.

    Raises:
        ResultError: If the folder is missing, locked or full, or it fails otherwise.
    """
    path = target / name
    try:
        replaced = path.exists()
        group = target.stat().st_mode & stat.S_IRGRP
        write_whole(path, data, mode=stat.S_IRUSR | stat.S_IWUSR | group)
    except OSError as error:
        key = _PUT.get(error.errno or 0, "folder_failed")
        raise ResultError(key, folder=str(target), code=_code(error)) from None
    return replaced


def _code(error: OSError) -> str:
    return errno.errorcode.get(error.errno or 0, str(error.errno))
