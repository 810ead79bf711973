"""Questions for a learning platform: GIFT for Moodle, QTI 2.1 for Canvas and others.

Each format holds most of an item. What it cannot hold is named, in the file itself
and on the screen, by `named`; nothing is dropped in silence.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import get_args

from ..content import (
    Course,
    Item,
    Lang,
    Pool,
    UserError,
    course_in_use,
    must_be_new,
    topics_of,
    write_whole,
)
from .gift import gift
from .qti import package
from .texts import cannot

WRITERS: dict[str, Callable[[Sequence[Item], Course, Lang], bytes]] = {
    "gift": lambda *given: gift(*given).encode(),
    "qti21": package,
}
"""What writes a file in each format."""


def export_questions(
    file: Path, form: str, lang: Lang, types: Iterable[str], pools: Iterable[str]
) -> Iterator[str]:
    """Write questions for a learning platform, and say what the format cannot hold.

    Without types or pools, it is all of them.

    Raises:
        UserError: If a type or pool is unknown, nothing is left, or the file is
            there already.
        ContentError: If the content in use is wrong.
    """
    course = course_in_use()
    items = chosen(course, types, pools)
    content = WRITERS[form](items, course, lang)
    must_be_new(file)
    write_whole(file, content)
    yield course.say("lms.wrote", lang, n=len(items), path=file)
    yield from cannot(items, form, course, lang)


def chosen(
    course: Course, types: Iterable[str] = (), pools: Iterable[str] = ()
) -> tuple[Item, ...]:
    """Return the items about some types from some pools, in the order of the types.

    Raises:
        UserError: If a type or pool is unknown, or nothing is left.
    """
    topics = topics_of(course)
    wanted = _known("commands.no_type", types, topics)
    among = _known("commands.no_pool", pools, get_args(Pool))
    items = tuple(
        item
        for topic in topics
        for item in course.items.values()
        if item.topic == topic and topic in wanted and item.pool in among
    )
    if not items:
        given = {"types": ", ".join(wanted), "pools": ", ".join(among)}
        raise UserError("commands.no_questions", **given)
    return items


def _known(key: str, given: Iterable[str], known: Sequence[str]) -> Sequence[str]:
    given = tuple(given)
    for name in given:
        if name not in known:
            raise UserError(key, value=name, known=", ".join(known))
    return given or known
