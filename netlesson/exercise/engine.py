"""Checks an answer rule by rule: one hint at a time, never a traceback.

A learner's function may raise, loop for ever or return anything at all. So the
rules run in a thread of their own with a time limit, on every platform alike, and
whatever goes wrong there becomes a hint.
"""

import copy
import ctypes
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import wraps
from types import FunctionType, MethodType
from typing import Any

from IPython import get_ipython

from ..content import Lang, Text
from ..language import markdown
from ..learning import Problem, journal_or_memory
from .tables import material

LIMIT = 4.0
"""Seconds that all rules of one check may take together."""

KIND = "exercise"
Test = Callable[[Any], object]
Rules = dict[str, Test]
"""Tests by the names of their hints in exercises.toml, the most basic first."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a right answer has to fulfil, the most basic first, and what is then said.

    Each rule is a test and the hint for answers that fail it.
    """

    rules: tuple[tuple[Test, Text], ...]
    done: Text


@dataclass(frozen=True, slots=True)
class Check:
    """The outcome of a check; its text is what Jupyter shows.

    `hint` counts the rule that did not hold from 1; None when nothing was tried
    or everything holds.
    """

    passed: bool
    message: str
    hint: int | None = None

    @property
    def tried(self) -> bool:
        """Whether there was an answer to check."""
        return self.passed or self.hint is not None

    def _repr_html_(self) -> str:
        # Jupyter would run HTML in Markdown, and read formulas between dollar signs.
        return f'<div class="mathjax_ignore">{markdown.html(repr(self))}</div>'

    def __repr__(self) -> str:
        return f"{'✅' if self.passed else '✏️'} {self.message}"


class _UnfinishedError(Exception):
    """The answer still holds a `...`."""


class _StoppedError(Exception):
    """A function that the learner wrote raised an error."""


class _TooLongError(BaseException):
    """Out of time; not an Exception, so that a learner's `except` lets it pass."""


def call(function: Any, *arguments: Any) -> Any:
    """Call what a learner wrote, on copies of the arguments."""
    given = copy.deepcopy(arguments)
    try:
        result = function(*given)
    except (Exception, SystemExit) as error:  # noqa: BLE001  it becomes a hint
        raise _StoppedError(f"`{type(error).__name__}`") from None
    if result is ...:
        raise _UnfinishedError
    return result


def function(read: Callable[[Any], Any]) -> Callable[[Any], Callable[..., Any]]:
    """Return a reader for functions, which reads what a learner's function returns."""

    def reader(given: Any) -> Callable[..., Any]:
        if not callable(given):
            raise TypeError("a function is needed")
        return lambda *arguments: read(call(given, *arguments))

    return reader


def task(
    read: Callable[[Any], Any],
) -> Callable[[Callable[[], Rules]], Callable[[], Task]]:
    """Return a decorator that joins the rules of a task to what the course says there.

    An answer is read before a rule tests it; what cannot be read fails the first rule.
    """

    def read_by(holds: Test) -> Test:
        return lambda answer: holds(read(answer))

    def decorate(rules: Callable[[], Rules]) -> Callable[[], Task]:
        @wraps(rules)
        def build() -> Task:
            said = material().tasks[_name(rules)]
            shared = {name: hint.text for name, hint in material().hints.items()}
            hints = shared | said.hints
            return Task(
                tuple((read_by(holds), hints[name]) for name, holds in rules().items()),
                said.done,
            )

        return build

    return decorate


def _name(task: Callable[[], object]) -> str:
    """Return the id of a task in exercises.toml and in the journal."""
    return f"{task.__module__.rpartition('.')[2]}.{task.__name__}"


def _say(hint: str, lang: Lang, **values: object) -> str:
    return material().hints[hint].text[lang].format(**values)


def check(answer: Any, task: Task, lang: Lang, seconds: float = LIMIT) -> Check:
    """Try the rules in order and stop at the first that does not hold.

    An answer of the wrong kind fails the rule it trips over.
    """
    found: list[Check] = []
    _within(seconds, lambda: found.append(_first_hint(answer, task, lang)))
    if found:
        return found[0]
    return Check(False, _say("still_running", lang, seconds=f"{seconds:g}"), hint=1)


def _first_hint(answer: Any, task: Task, lang: Lang) -> Check:
    try:
        if _is_open(answer):
            return Check(False, _say("not_yet", lang))
    except Exception:  # noqa: BLE001  a learner's object may do anything
        return Check(False, task.rules[0][1][lang].format(), hint=1)
    for number, (holds, hint) in enumerate(task.rules, 1):
        try:
            ok = bool(holds(answer))
        except _UnfinishedError:
            return Check(False, _say("not_yet", lang))
        except _StoppedError as error:
            stopped = _say("function_stopped", lang, error=error)
            return Check(False, stopped, hint=number)
        except (Exception, SystemExit):  # noqa: BLE001  an answer of the wrong kind
            ok = False
        if not ok:
            return Check(False, hint[lang].format(), hint=number)
    return Check(True, task.done[lang].format())


def _is_open(answer: Any) -> bool:
    if isinstance(answer, Mapping):
        return any(_is_open(each) for each in answer.values())
    if isinstance(answer, list | tuple):
        return any(each is ... for each in answer)
    return answer is ...


def _within(seconds: float, work: Callable[[], None]) -> None:
    """Run work in a thread, and end it when it takes too long."""
    end = time.monotonic() + seconds
    ended = threading.Lock()
    ended.acquire()

    def run() -> None:
        tracer = sys.gettrace()
        if isinstance(tracer, FunctionType | MethodType):  # may swallow what is raised
            sys.settrace(_until(end, tracer))
        with suppress(BaseException):  # the learner gets a hint instead
            work()
        ended.release()

    thread = threading.Thread(target=run, daemon=True, name="netlesson-check")
    try:
        thread.start()
    except RuntimeError:  # a Python in the browser has no threads, so no time limit
        run()
    if not ended.acquire(timeout=seconds):
        _end(thread.ident or 0, ended)


def _until(end: float, tracer: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap the trace function of a debugger: it leaves its thread when time is up."""

    def trace(*event: Any) -> Any:
        if time.monotonic() > end:
            sys.settrace(None)
            return None
        inner = tracer(*event)
        return inner and _until(end, inner)

    return trace


def _end(thread: int, ended: threading.Lock) -> None:
    """Raise an error in a thread until it ends, for a second at the most.

    While an error waits for its thread, Python 3.11 enters no function in any thread
    that is traced, for ever if that one sleeps. So nothing is called here that is
    written in Python, and an error that nobody took is taken back.
    """
    throw = ctypes.pythonapi.PyThreadState_SetAsyncExc
    there, here = (ctypes.c_ulong(each) for each in (thread, threading.get_ident()))
    error = ctypes.py_object(_TooLongError)
    traced = sys.version_info < (3, 12) and (sys.gettrace() or threading.gettrace())
    for _ in range(20):  # a bare `except:` in a loop swallows the first ones
        throw(there, error)
        if ended.acquire(timeout=0.05):
            break
    if traced:
        throw(there, None)
        try:  # noqa: SIM105  `suppress` is written in Python
            throw(here, error)  # one that arrives ends that standstill
        except _TooLongError:
            pass


def marked(
    task: Callable[[], Task], lang: Lang, scope: Mapping[str, Any] | None = None
) -> Check:
    """Check the variable that is named like the task, and keep the outcome.

    The answer is looked up by name, so that a deleted or skipped cell leads to a
    hint and not to an error.

    The scope is the learner's variables; by default those of the notebook. The outcome
    goes to the journal when there was an answer.
    """
    if scope is None:
        shell = get_ipython()
        scope = shell.user_ns if shell else vars(sys.modules["__main__"])
    name = task.__name__
    if name not in scope:
        return Check(False, _say("no_such_name", lang, name=name))
    outcome = check(scope[name], task(), lang)
    said = [outcome.message]
    if not hasattr(scope.get("course"), "statements_table") and "course" in scope:
        said.append(_say("course_overwritten", lang))
    if outcome.tried and (problem := _keep(_name(task), outcome)):
        said.append(material().tell(problem, lang))
    return Check(outcome.passed, "\n\n".join(said), outcome.hint)


def _keep(name: str, outcome: Check) -> Problem | None:
    """Write the outcome to the journal, unless it stands there already."""
    new = {"task": name, "passed": outcome.passed, "hint": outcome.hint}
    journal = journal_or_memory()
    if journal.latest(KIND, task=name) != new:
        journal.append(KIND, **new)
    return journal.problem
