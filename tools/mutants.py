"""Tell what no test would notice: `python tools/mutants.py --seed 1 --count 500`.

Each mutant is a copy of the package with one small change at a random place of
`learning` or `deciding`: `<` for `<=`, `or` for `and`, a number that is off by one, a
statement that is gone. A test that turns red kills it; a mutant that survives is a
claim that no test holds, or a change that nobody can see. docs/mutants.md lists those
that are left.

Not changed are words for people: docstrings, annotations, what is raised with an
error, and `strict=` of `zip`, which only guards against ourselves.

The tests of a module run first, the quick ones ahead; those that survive them meet
what uses the module. Needs fork, so not for Windows.
"""

import argparse
import ast
import copy
import json
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass
from itertools import zip_longest
from multiprocessing import get_context
from pathlib import Path
from types import CodeType
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
# What its own tests are, and then what else shows a fault in a module.
TESTS: dict[str, tuple[tuple[str, ...], ...]] = {
    "learning/answers": (
        ("learning/test_answers",),
        ("activities/test_any_store", "activities/test_own_form"),
        ("activities/test_plan_form", "learning/test_progress"),
        ("activities/test_quiz_form", "explaining/test_overview"),
    ),
    "learning/journal": (("learning/test_journal",), ("learning/test_store",)),
    "learning/profile": (("learning/test_profile",), ("learning/test_answers",)),
    "learning/progress": (("learning/test_progress",),),
    "learning/quiz": (
        ("learning/test_quiz",),
        ("activities/test_quiz_form", "learning/test_progress"),
    ),
    "learning/store": (("learning/test_store",), ("learning/test_journal",)),
    "deciding/arithmetic": (("deciding/test_scoring",), ("deciding/test_own_groups",)),
    "deciding/comparison": (
        ("deciding/test_scoring",),
        ("deciding/test_own_groups", "deciding/test_cases"),
    ),
    "deciding/costs": (("deciding/test_costs",),),
    "deciding/draws": (("deciding/test_robustness",), ("deciding/test_one_model",)),
    "deciding/fast_draws": (
        ("deciding/test_robustness",),
        ("deciding/test_one_model",),
    ),
    "deciding/guards": (("deciding/test_scoring",), ("deciding/test_robustness",)),
    "deciding/own_groups": (
        ("deciding/test_own_groups",),
        ("activities/test_own_form",),
    ),
    "deciding/plan": (("deciding/test_plan",), ("activities/test_plan_form",)),
    "deciding/portfolio": (("deciding/test_portfolio",),),
    "deciding/review": (("deciding/test_plan",), ("activities/test_plan_form",)),
    "deciding/robustness": (("deciding/test_robustness",),),
    "deciding/scoring": (("deciding/test_scoring",),),
    "deciding/suggestion": (
        ("deciding/test_scoring",),
        ("deciding/test_cases", "learning/test_answers"),
    ),
}
BATCH = 12
UNPLACED = "cannot be put in place"
WARM = (
    "hypothesis.strategies",
    "hypothesis.extra.numpy",
    "babel",
    "jinja2",
    "nbformat",
)
OPERATORS: dict[type[ast.AST], tuple[type[Any], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div,),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Div,),
    ast.Mod: (ast.Mult,),
    ast.Pow: (ast.Mult,),
    ast.BitAnd: (ast.BitOr,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
}
CALLS = {"min": "max", "max": "min", "any": "all", "all": "any"}


@dataclass(frozen=True)
class Mutant:
    """One change: the module, the line in its file, what stood there, what stands.

    `inside` tells that it is in what a function does, not in what a module is made of.
    """

    module: str
    line: int
    before: str
    after: str
    source: str
    inside: bool

    def __str__(self) -> str:
        return f"{self.module}.py:{self.line}: `{self.before}` -> `{self.after}`"


def changed(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what could stand in the place of a node."""
    match node:
        case ast.Compare():
            for i, each in enumerate(node.ops):
                for other in OPERATORS[type(each)]:
                    ops = [*node.ops[:i], other(), *node.ops[i + 1 :]]
                    yield ast.Compare(node.left, ops, node.comparators)
        case ast.BinOp(op=ast.BitOr()):
            yield from (node.left, node.right)
        case ast.BinOp() | ast.AugAssign():
            yield from (_with(node, op=op()) for op in OPERATORS.get(type(node.op), ()))
            if isinstance(node, ast.AugAssign):
                yield ast.Pass()
        case ast.BoolOp():
            yield _with(node, op=OPERATORS[type(node.op)][0]())
            for i in range(len(node.values)):
                yield _with(node, values=node.values[:i] + node.values[i + 1 :])
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            yield node.operand
        case ast.IfExp():
            yield ast.IfExp(node.test, node.orelse, node.body)
        case ast.If() | ast.While():
            yield _with(node, test=ast.UnaryOp(ast.Not(), node.test))
        case ast.comprehension(ifs=[_, *_]):
            yield _with(node, ifs=[])
        case ast.Constant():
            yield from map(ast.Constant, _other_values(node.value))
        case ast.Call():
            if isinstance(node.func, ast.Name) and node.func.id in CALLS:
                yield _with(node, func=ast.Name(CALLS[node.func.id]))
            if len(node.args) > 1 and not isinstance(node.args[1], ast.Starred):
                first, second, *rest = node.args
                yield _with(node, args=[second, first, *rest])
        case ast.Return(value=ast.AST()):
            yield ast.Return(ast.Constant(None))
        case ast.Break() | ast.Continue() | ast.Raise() | ast.Expr(value=ast.Call()):
            yield ast.Pass()
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript(), *_]):
            yield ast.Pass()


def _with(node: ast.AST, **fields: object) -> ast.AST:
    twin = copy.copy(node)
    for name, value in fields.items():
        setattr(twin, name, value)
    return twin


def _other_values(value: object) -> list[Any]:
    match value:
        case bool():
            return [not value]
        case int() | float():
            return [value + 1, value - 1]
        case str():
            return [f"{value}XX"]
        case bytes():
            return [value + b"XX"]
    return []


def _is_left_alone(node: ast.AST) -> bool:
    match node:
        case ast.Expr(value=ast.Constant()):  # a docstring
            return True
        case ast.Expr(value=ast.Call(func=ast.Name(id="assert_never"))):
            return True
        case ast.Assign(targets=[ast.Name(id="__all__")]):
            return True
        case ast.Assign(value=ast.Subscript(value=ast.Name(id="Literal"))):
            return True
        case ast.AnnAssign(annotation=ast.Name(id="TypeAlias")):
            return True
        case ast.If(test=test):  # what never runs here
            return ast.unparse(test) in ("TYPE_CHECKING", "sys.platform == 'win32'")
        case ast.keyword(arg="strict"):
            return True
    return False


def _parts(node: ast.AST) -> Iterator[tuple[str, int | None, ast.AST]]:
    """Yield what a node consists of, as far as it is program: field, index, part."""
    unread = {"annotation", "returns", "decorator_list"}
    if isinstance(node, ast.ClassDef):
        unread |= {"bases", "keywords"}
    for name, value in ast.iter_fields(node):
        if name in unread or isinstance(node, ast.Raise):
            continue
        for i, part in (
            enumerate(value) if isinstance(value, list) else ((None, value),)
        ):
            if isinstance(part, ast.AST) and not _is_left_alone(part):
                yield name, i, part


def mutants(module: str, source: str) -> Iterator[Mutant]:
    """Yield every mutant of a module."""
    tree = ast.parse(source)
    usual = ast.unparse(tree)

    def below(node: ast.AST, line: int, inside: bool) -> Iterator[Mutant]:
        for name, i, part in _parts(node):
            here = getattr(part, "lineno", line)
            within = inside or (isinstance(node, ast.FunctionDef) and name == "body")
            for other in changed(part):
                _put(node, name, i, other)
                mutated = ast.unparse(ast.fix_missing_locations(tree))
                _put(node, name, i, part)
                if mutated != usual:
                    before, after = _headline(part), _headline(other)
                    yield Mutant(module, here, before, after, mutated, within)
            yield from below(part, here, within)

    return below(tree, 1, False)


def _put(node: ast.AST, name: str, i: int | None, part: ast.AST) -> None:
    if i is None:
        setattr(node, name, part)
    else:
        getattr(node, name)[i] = part


def _headline(node: ast.AST) -> str:
    return ast.unparse(node).strip().partition("\n")[0]


def put_in_place(mutant: Mutant) -> None:
    """Give the functions of a module that is loaded the code that a mutant has."""
    module = sys.modules["netlesson." + mutant.module.replace("/", ".")]

    def swap(code: CodeType, names: Mapping[str, Any]) -> None:
        for part in code.co_consts:
            if isinstance(part, CodeType) and part.co_name in names:
                found = names[part.co_name]
                if isinstance(found, type):
                    swap(part, vars(found))
                    continue
                for wrapper in ("fget", "func", "__wrapped__"):
                    found = getattr(found, wrapper, found)
                found.__code__ = part

    swap(compile(mutant.source, str(module.__file__), "exec"), vars(module))
    for each in vars(module).values():
        if hasattr(each, "cache_clear"):
            each.cache_clear()


class Loop:
    """Runs the tests that pytest has collected once for each mutant, in a fork.

    Quick tests come first, and the first that fails is the last.
    """

    def __init__(
        self, given: Sequence[Mutant | None], seconds: Mapping[str, float], note: Path
    ) -> None:
        self.given, self.seconds, self.note = given, seconds, note
        self.killer: str | None = None
        self.taken: dict[str, float] = defaultdict(float)

    def pytest_configure(self) -> None:
        """Draw the same examples every time, and do not look for the smallest."""
        from hypothesis import Phase, settings

        phases = (Phase.explicit, Phase.generate)
        settings.register_profile("mutants", settings(), database=None, phases=phases)
        settings.load_profile("mutants")

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Sort by what was measured without a mutant."""
        items.sort(key=lambda item: self.seconds.get(item.nodeid, 0.0))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Remember what a test takes, and the one that fails."""
        self.taken[report.nodeid] += report.duration
        if report.failed:
            self.killer = report.nodeid

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Write down of each mutant what kills it, and what the tests take."""
        if not session.testsfailed:
            limit = 20 + 3 * sum(self.seconds.values())
            found = [self._meet(each, session, limit) for each in self.given]
            self.note.write_text(json.dumps(found))
        return True

    def _meet(
        self, mutant: Mutant | None, session: pytest.Session, limit: float
    ) -> tuple[str | None, dict[str, float]]:
        own = self.note.with_suffix(".own")
        own.unlink(missing_ok=True)

        def run() -> None:
            if mutant:
                own.write_text(json.dumps((UNPLACED, {})))
                put_in_place(mutant)
                own.unlink()
            for item, after in zip_longest(session.items, session.items[1:]):
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
                if self.killer:
                    break
            own.write_text(json.dumps((self.killer, self.taken)))

        in_fork(run, limit if self.seconds else 600)
        if not own.exists():
            return "the time is up", {}
        killer, taken = json.loads(own.read_text())
        return killer, taken


def in_fork(run: Callable[[], None], limit: float) -> None:
    """Run something in a process of its own, which ends when its time is up.

    Args:
        run: What to do.
        limit: The most processor time in seconds; four times as much by the clock.
    """
    child = os.fork()
    if not child:
        try:
            os.setsid()
            resource.setrlimit(resource.RLIMIT_CPU, (int(limit), int(limit)))
            resource.setrlimit(resource.RLIMIT_DATA, (3 << 30, 3 << 30))
            run()
        finally:
            if sys.exc_info()[0]:
                traceback.print_exc()
            os._exit(0)
    until = time.monotonic() + 4 * limit
    while not os.waitpid(child, os.WNOHANG)[0]:
        time.sleep(0.01)
        if time.monotonic() > until:
            os.killpg(child, signal.SIGKILL)
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)


class Runner:
    """Runs tests on a copy of the repository of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.copy = folder / f"copy_{os.getpid()}"
        left_out = shutil.ignore_patterns(".*", "__pycache__", "labextension")
        shutil.copytree(ROOT, self.copy, ignore=left_out)

    def run(
        self, files: Sequence[str], given: Sequence[Mutant | None]
    ) -> list[tuple[str | None, dict[str, float]]]:
        """Return what kills each mutant, if anything does, and what tests take."""
        seconds = {n: s for file in files for n, s in self.measured(file).items()}
        return self._session(files, given, seconds)

    def measured(self, file: str) -> dict[str, float]:
        """Return what each test of a file takes while nothing is changed."""
        kept = self.folder / f"{file.replace('/', '_')}.json"
        if not kept.exists():
            ((killer, taken),) = self._session([file], [None], {})
            if killer:
                raise RuntimeError(f"{killer} is red without a mutant; see the log")
            kept.write_text(json.dumps(taken))
        return dict(json.loads(kept.read_text()))

    def _session(
        self,
        files: Sequence[str],
        given: Sequence[Mutant | None],
        seconds: Mapping[str, float],
    ) -> list[tuple[str | None, dict[str, float]]]:
        note = self.copy / "found.json"
        note.unlink(missing_ok=True)
        paths = [f"tests/{each}.py" for each in files]
        usual = "-q -p no:cacheprovider -p _hypothesis_pytestplugin"
        more = [f"--basetemp={self.copy}_tmp", "--hypothesis-seed=0", *paths]

        def run() -> None:
            os.chdir(self.copy)
            os.environ["PYTHONPATH"] = str(self.copy)
            sys.path.insert(0, str(self.copy))
            # A file that changes twice a second must not meet its old bytecode.
            sys.dont_write_bytecode = bool(seconds)
            log = os.open(self.folder / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            os.dup2(log, 1)
            os.dup2(log, 2)
            pytest.main([*usual.split(), *more], [Loop(given, seconds, note)])

        each = 20 + 3 * sum(seconds.values()) if seconds else 600
        in_fork(run, 60 + each * len(given))
        if not note.exists() and given == [None]:
            return [("the tests cannot start", {})]
        found = [(killer, taken) for killer, taken in json.loads(note.read_text())]
        for mutant, (killer, _) in zip(given, found, strict=True):
            if killer == UNPLACED:
                raise RuntimeError(f"{mutant} {killer}; see the log")
        return found

    def meet(self, mutants: Sequence[Mutant]) -> list[str | None]:
        """Return what kills each of some mutants of one module.

        A function can be changed where it is. What a module is made of, and what
        survives, is loaded anew: a test may have asked before the change.
        """
        stages = TESTS[mutants[0].module]
        killers: dict[Mutant, str | None] = dict.fromkeys(mutants)
        for files in stages:
            left = [m for m in mutants if m.inside and not killers[m]]
            found = self.run(files, left) if left else []
            killers |= {m: f for m, (f, _) in zip(left, found, strict=True)}
        for mutant in mutants:
            for files in stages[: 1 if mutant.inside else None]:
                killers[mutant] = killers[mutant] or self._anew(files, mutant)
        return list(killers.values())

    def _anew(self, files: Sequence[str], mutant: Mutant) -> str | None:
        for file in files:
            self.measured(file)
        path = self.copy / "netlesson" / f"{mutant.module}.py"
        usual = path.read_text(encoding="utf-8")
        for old in path.parent.glob(f"__pycache__/{path.stem}.*"):
            old.unlink()
        path.write_text(mutant.source, encoding="utf-8")
        try:
            ((killer, _),) = self.run(files, [None])
        finally:
            path.write_text(usual, encoding="utf-8")
        return killer


_runner: Runner


def _start(folder: Path) -> None:
    global _runner
    os.nice(10)
    _runner = Runner(folder)


def _meet(mutants: Sequence[Mutant]) -> list[str | None]:
    return _runner.meet(mutants)


def main() -> None:
    """Draw mutants, let the tests meet them, and print what survives."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--numbers", help="only these of them, such as 3,17,240")
    parser.add_argument("--log", type=Path, help="where to write what kills which")
    given = parser.parse_args()
    if os.environ.get("PYTHONHASHSEED") != "0":  # sets in the same order every time
        again = {**os.environ, "PYTHONHASHSEED": "0", "OPENBLAS_NUM_THREADS": "1"}
        again["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
        os.execve(sys.executable, [sys.executable, *sys.argv], again)  # noqa: S606
    for name in WARM:
        __import__(name)

    every = [
        mutant
        for module in TESTS
        for mutant in mutants(
            module, (ROOT / "netlesson" / f"{module}.py").read_text(encoding="utf-8")
        )
    ]
    chance = random.Random(given.seed)  # noqa: S311 (no secret)
    drawn = dict(enumerate(chance.sample(every, given.count), start=1))
    if given.numbers:
        drawn = {n: drawn[n] for n in map(int, given.numbers.split(","))}
    print(f"{len(every)} mutants; {len(drawn)} are tried", flush=True)

    met: Counter[str] = Counter(mutant.module for mutant in drawn.values())
    killed: Counter[str] = Counter()
    batches = [
        numbers[i : i + BATCH]
        for module in TESTS
        for numbers in [[n for n, each in drawn.items() if each.module == module]]
        for i in range(0, len(numbers), BATCH)
    ]
    log = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        ProcessPoolExecutor(2, get_context("fork"), _start, (Path(folder),)) as pool,
    ):
        jobs = {pool.submit(_meet, [drawn[n] for n in each]): each for each in batches}
        for job in as_completed(jobs):
            for n, killer in zip(jobs[job], job.result(), strict=True):
                log[n] = f"{n}: {drawn[n]} {killer or 'SURVIVES'}"
                killed[drawn[n].module] += killer is not None
                if killer is None:
                    print(f"{n}: {drawn[n]}", flush=True)
    if given.log:
        lines = [log[n] for n in sorted(log)]
        given.log.write_text("\n".join([*lines, ""]), encoding="utf-8")
    print("\n| module | mutants | killed |\n|---|---:|---:|")
    for module in sorted(met):
        print(f"| {module} | {met[module]} | {killed[module]} |")
    share = 100 * killed.total() / met.total()
    print(f"| all | {met.total()} | {killed.total()} ({share:.1f} %) |")


if __name__ == "__main__":
    main()
