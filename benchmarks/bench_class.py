"""A class's result files: how long reading and tables take, and how much memory.

Each size runs in a Python of its own, so that memory is that of this size alone. The
files hold an answer to every question of the bank, which is more than any learner
gives in a workshop.
"""

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from netlesson import load_course
from netlesson.classroom.handin import (
    ItemResult,
    Place,
    Result,
    encode_result,
    file_name,
)
from netlesson.classroom.page import page
from netlesson.classroom.reading import read_class
from netlesson.classroom.tables import make_tables
from netlesson.content import Item

SIZES = (1_000, 3_000, 10_000)
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


def response(item: Item, chance: random.Random) -> object:
    """Return some answer to an item, often a wrong one."""
    match item.kind:
        case "choices":
            ticked = [o.id for o in item.options if chance.random() < 0.5]
            return ticked or [item.options[0].id]
        case "number":
            known = [item.answer, *(slip.answer for slip in item.slips)]
            return chance.choice([*known, float(chance.randrange(10_000))])
        case "match" | "sort":
            return {row.id: chance.choice(item.options).id for row in item.rows}
        case _:
            return chance.choice(item.options).id


def fill(folder: Path, n: int) -> None:
    """Write n result files."""
    course, chance = load_course(), random.Random(n)  # noqa: S311 (no secret)
    for k in range(n):
        items = []
        for item in course.items.values():
            early = response(item, chance)
            late = early if chance.random() < 0.5 else response(item, chance)
            items.append(ItemResult(item=item.id, first=early, latest=late))
        shares = [chance.random() for _ in course.criteria]
        weights = [share / sum(shares) for share in shares]
        order = chance.sample(list(course.groups), len(course.groups))
        result = Result(
            id=f"{k:016x}",
            time=NOON,
            lang="en",
            items=tuple(items),
            weights=dict(zip(course.criteria, weights, strict=True)),
            ranking=tuple(
                Place(group=group, rank=rank, score=0.5)
                for rank, group in enumerate(order, start=1)
            ),
            chosen=tuple(order[:2]),
        )
        (folder / file_name(result)).write_bytes(encode_result(result))


def measure(folder: Path) -> None:
    """Read a folder in this process and print what it took."""
    start = time.perf_counter()
    found = read_class(folder, load_course())
    read = time.perf_counter()
    page(found, "en", tables=make_tables(found))
    end = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([len(found), read - start, end - read, peak]))


def main() -> None:
    """Print a table, one line a size."""
    print("files    reading s   tables and page s   total/first   peak MB")
    first = None
    for n in SIZES:
        with tempfile.TemporaryDirectory() as name:
            fill(Path(name), n)
            command = [sys.executable, __file__, name]
            done = subprocess.run(  # noqa: S603 (ourselves)
                command, capture_output=True, text=True, check=True
            )
        count, reading, rest, peak = json.loads(done.stdout)
        if count != n:
            raise SystemExit(f"{count} of {n} files were counted")
        first = first or reading + rest
        ratio = (reading + rest) / first
        print(f"{n:6}   {reading:9.2f}   {rest:17.2f}   {ratio:11.2f}   {peak:7.0f}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(Path(sys.argv[1]))
    else:
        main()
