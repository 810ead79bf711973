"""Questions for a learning platform: GIFT for Moodle, QTI 2.1 for Canvas and others.

Each format holds most of an item. What it cannot hold is named, in the file itself
and on the screen, by `named`; nothing is dropped in silence.
"""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import get_args

from ..content import (
    ContentError,
    Course,
    Item,
    Lang,
    Pool,
    UserError,
    course_in_use,
    topics_of,
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
    file: Path,
    form: str,
    lang: Lang,
    *,
    types: Iterable[str] = (),
    pools: Iterable[str] = (),
) -> int:
    """Write questions for a learning platform, and say what the format cannot hold.

    Args:
        file: Where they go; must not be there yet.
        form: One of `WRITERS`.
        lang: The language of the questions.
        types: What they are about; everything when empty.
        pools: Which pools they are from; all when empty.

    Returns:
        0.

    Raises:
        UserError: If a type or pool is unknown, nothing is left, the content is
            wrong, or the file is there already.
    """
    try:
        course = course_in_use()
    except ContentError as error:
        raise UserError(f"{error.faults[0]}; see: netlesson check") from error
    items = chosen(course, types, pools)
    content = WRITERS[form](items, course, lang)
    try:
        with file.open("xb") as opened:
            opened.write(content)
    except FileExistsError:
        raise UserError(f"{file} is there already; choose another name") from None
    print(course.say("lms.wrote", lang, n=len(items), path=file))
    print(*cannot(items, form, course, lang), sep="\n")
    return 0


def chosen(
    course: Course, types: Iterable[str] = (), pools: Iterable[str] = ()
) -> tuple[Item, ...]:
    """Return the items about some types from some pools, in the order of the types.

    Raises:
        UserError: If a type or pool is unknown, or nothing is left.
    """
    topics = topics_of(course)
    wanted = _known("type", types, topics)
    among = _known("pool", pools, get_args(Pool))
    items = tuple(
        item
        for topic in topics
        for item in course.items.values()
        if item.topic == topic and topic in wanted and item.pool in among
    )
    if not items:
        raise UserError(
            f"no question is about {', '.join(wanted)} and for {', '.join(among)}; "
            "choose more types or pools"
        )
    return items


def _known(what: str, given: Iterable[str], known: Sequence[str]) -> Sequence[str]:
    given = tuple(given)
    for name in given:
        if name not in known:
            raise UserError(f"{what} is {name!r}; use one of {', '.join(known)}")
    return given or known
