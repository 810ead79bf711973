"""Every task: right in any form, a hint for what people get wrong, never a key."""

import inspect
import json
import math
import re
import subprocess
import sys
import threading
import time
from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from builders import ROOT, course, own_folder

from netlesson import exercise
from netlesson.content import Text, load_course
from netlesson.exercise import engine
from netlesson.exercise.engine import Task, check, marked
from netlesson.language import Edition

MODULES = [
    exercise.read_the_table,
    exercise.score_by_hand,
    exercise.your_weights,
    exercise.how_sure,
    exercise.cost_per_customer,
    exercise.rate_a_real_group,
]
STATEMENTS = exercise.statements_table(course(), "en")
RATINGS = exercise.ratings_table(course())
VALUES = exercise.values_table(course())
MARGINS = exercise.margins_table(course(), "en")
OF_LEADS = STATEMENTS[STATEMENTS["type"] == "leads"]
DRAWBACKS = OF_LEADS[OF_LEADS["kind"] == "disadvantage"]
BY_TYPE = STATEMENTS["type"].value_counts()
FAVOURABLE = STATEMENTS["leaning"] == "favourable"
PRO = FAVOURABLE.groupby(STATEMENTS["type"]).mean()
ESTIMATES = RATINGS[RATINGS["basis"] == "estimate"]
SILENT = ESTIMATES["type"].value_counts()
POINTS = pd.Series({"referrals": 5, "time": 3, "trust": 2})
SHARES = POINTS / POINTS.sum()
SCORES = (VALUES[POINTS.index] * SHARES).sum(axis=1)
PARTS = VALUES.loc["leads", POINTS.index] * SHARES
BY_HAND = float(PARTS.sum())
RNG = np.random.default_rng(99)
DRAWN = pd.DataFrame(
    RNG.dirichlet(np.ones(10), 10_000) @ VALUES.to_numpy().T, columns=VALUES.index
)
FIRSTS = DRAWN.idxmax(axis=1).value_counts() / len(DRAWN)
BEATS = (DRAWN["chambers"] > DRAWN["leads"]).mean()
CLEAR = MARGINS[MARGINS["ahead"] >= 0.8]
FEE, HOURS = (
    RATINGS.query("type == 'leads' and criterion == @each")[["low", "high"]].iloc[0]
    for each in ("money", "time")
)
COST = RNG.uniform(*FEE, 10_000) + 480 * RNG.uniform(*HOURS, 10_000)
EACH = COST / RNG.integers(2, 9, 10_000)
CLAIMS = {"E7": "chosen", "E12": "others", "E18": "intention", "E22": "nowhere"}
CENTROID = [sum(1 / k for k in range(i, 5)) / 4 for i in range(1, 5)]
MINE = dict.fromkeys(course().criteria, 3) | {"money": 240, "time": 4, "fit": 5}


def naive(n):
    drawn = RNG.random((n, 3))
    return drawn / drawn.sum(axis=1, keepdims=True)


def exponential(n):
    drawn = RNG.exponential(size=(n, 3))
    return pd.DataFrame(drawn / drawn.sum(axis=1, keepdims=True))


def fails(*_):
    raise ZeroDivisionError


def decision(join):
    def changes(one, other, rival, weights):
        return join((one * weights).sum() > rival, (other * weights).sum() > rival)

    return changes


# task: (right answers, wrong answers)
ANSWERS = {
    "drawbacks": (
        [
            DRAWBACKS,
            list(DRAWBACKS["id"]),
            DRAWBACKS["id"][::-1],
            DRAWBACKS[["kind", "id"]],
        ],
        [
            OF_LEADS,
            STATEMENTS[STATEMENTS["kind"] == "disadvantage"],
            OF_LEADS[OF_LEADS["leaning"] == "unfavourable"],
            DRAWBACKS.head(2),
            len(DRAWBACKS),
            OF_LEADS["kind"] == "disadvantage",
            [],
        ],
    ),
    "per_type": (
        [
            BY_TYPE,
            dict(BY_TYPE.sort_index()),
            BY_TYPE.reset_index(),
            STATEMENTS.groupby("type").size(),
            STATEMENTS.groupby("type")[["id"]].count(),
        ],
        [
            STATEMENTS["kind"].value_counts(),
            BY_TYPE.drop("general"),
            len(STATEMENTS),
            OF_LEADS["kind"].value_counts(),
            STATEMENTS.groupby("type")["criterion"].nunique(),
        ],
    ),
    "top_criterion": (
        ["fit", ["fit"], np.array("fit").reshape(1), pd.Series(["fit"])],
        ["trust", 17, STATEMENTS["criterion"].value_counts(), "Fit!", ["fit", "trust"]],
    ),
    "pro_share": (
        [PRO, PRO.round(2).to_dict(), PRO.sort_values().to_frame()],
        [
            STATEMENTS[FAVOURABLE]["type"].value_counts(),
            PRO * 100,
            STATEMENTS[FAVOURABLE]["type"].value_counts() / len(STATEMENTS),
            PRO.mean(),
            FAVOURABLE.groupby(STATEMENTS["kind"]).mean(),
        ],
    ),
    "silent": (
        [SILENT, SILENT.to_frame("ours"), SILENT[::-1].reset_index()],
        [
            RATINGS[RATINGS["basis"] == "article"]["type"].value_counts(),
            ESTIMATES["criterion"].value_counts(),
            len(ESTIMATES),
            {"chambers": len(ESTIMATES)},
        ],
    ),
    "value_of": (
        [lambda r: (r - 1) / 4, lambda r: np.interp(r, [1, 5], [0, 1])],
        [
            lambda r: r / 5,
            lambda r: r - 1,
            lambda r: (5 - r) / 4,
            lambda r: f"{r}",
            lambda r: round((r - 1) / 4),
            print,
            0.5,
            fails,
        ],
    ),
    "money_value": (
        [lambda e: max(0, 1 - e / 2000), lambda e: np.clip([(2000 - e) / 2000], 0, 1)],
        [
            lambda e: 1 - e / 2000,
            lambda e: e / 2000,
            lambda e: 1 / (1 + e),
            lambda e: None,
            fails,
        ],
    ),
    "by_hand": (
        [
            BY_HAND,
            round(BY_HAND, 2),
            np.array([BY_HAND]),
            PARTS.sum(),
            Fraction(BY_HAND).limit_denominator(1000),
        ],
        [
            10 * BY_HAND,
            VALUES.loc["leads", POINTS.index].mean(),
            (5 * 5 + 3 * 11 + 2 * 3) / 10,
            f"{BY_HAND}",
            True,
        ],
    ),
    "scores": (
        [SCORES, SCORES.round(2).to_dict(), SCORES[::-1].to_frame("score")],
        [
            SCORES * 10,
            VALUES[POINTS.index].mean(axis=1),
            (VALUES[POINTS.index] * SHARES).sum(),
            SCORES.max(),
            VALUES.mean(axis=1),
        ],
    ),
    "parts": (
        [PARTS, dict(PARTS), PARTS[::-1].to_frame().T],
        [
            SHARES,
            VALUES.loc["leads", POINTS.index],
            PARTS.sum(),
            dict.fromkeys(POINTS.index, PARTS.sum() / 3),
            list(PARTS),
        ],
    ),
    "centroid": (
        [CENTROID, tuple(np.round(CENTROID, 2)), pd.Series(CENTROID)],
        [
            [0.25] * 4,
            [0.4, 0.3, 0.2, 0.1],
            CENTROID[::-1],
            [4 * x for x in CENTROID],
            CENTROID[:3],
            0.52,
        ],
    ),
    "swing": (
        [
            {"referrals": 0.5, "time": 0.3, "trust": 0.2},
            pd.Series({"trust": 0.2, "time": 0.3, "referrals": 0.5}),
        ],
        [
            {"referrals": 100, "time": 60, "trust": 40},
            {"referrals": 1, "time": 0.6, "trust": 0.4},
            {"referrals": 0.4, "time": 0.35, "trust": 0.25},
            [0.5, 0.3, 0.2],
        ],
    ),
    "lost": (
        [[0.25, 0.125], (-0.25, -0.12), np.array([0.25, 0.13])],
        [[0.125, 0.25], [0.75, 0.875], [0.25, 0.25], 0.25, [0.5, 0.2], [500, 500]],
    ),
    "stretched_winners": (
        [["fair", "club"], ("fair", "club"), pd.Series(["fair", "club"])],
        [["fair", "fair"], ["club", "club"], "fair", [0.8, 0.7], ["a", "b"]],
    ),
    "reason": (["R", "r", ["R"]], ["P", "Q", "because", 3]),
    "fixed_winners": (
        [["fair", "fair"], np.array(["fair", "fair"])],
        [["fair", "club"], ["club", "club"], "fair", ["x", "x"]],
    ),
    "draw": (
        [lambda n: RNG.dirichlet([1, 1, 1], n), exponential],
        [
            naive,
            lambda n: RNG.random((n, 3)),
            lambda n: RNG.dirichlet([1, 1, 1]),
            lambda n: np.full((n, 3), 1 / 3),
            lambda n: RNG.dirichlet([1, 1, 1], n).T,
            lambda n: RNG.dirichlet([0.3, 0.3, 0.3], n),
            fails,
            RNG,
        ],
    ),
    "corners": (
        [{"naive": 0.031, "fair": 0.12}, pd.Series({"fair": 0.118, "naive": 0.033})],
        [
            {"naive": 0.12, "fair": 0.031},
            {"naive": 310, "fair": 1200},
            {"naive": 0.12, "fair": 0.12},
            0.12,
            {"naive": 0.31, "fair": 0.333},
        ],
    ),
    "firsts": (
        [FIRSTS, dict(FIRSTS), FIRSTS.sort_index().reset_index()],
        [
            DRAWN.mean(),
            FIRSTS * 10_000,
            {"chambers": 1.0},
            FIRSTS.max(),
            dict.fromkeys(VALUES.index, 1 / 6),
        ],
    ),
    "beats": (
        [BEATS, [BEATS], Fraction(BEATS).limit_denominator(100)],
        [1 - BEATS, 100 * BEATS, 0.5, "80%", DRAWN["chambers"] > DRAWN["leads"]],
    ),
    "clear": (
        [CLEAR, list(CLEAR.index), CLEAR.index[::-1], set(CLEAR.index)],
        [
            MARGINS,
            list(MARGINS.index[MARGINS["margin"] > MARGINS["margin"].min()]),
            [name for name in MARGINS.index if name not in CLEAR.index][:1],
            [0.982],
            "clear",
            CLEAR["margin"],
        ],
    ),
    "year_cost": (
        [
            lambda fee, hours, worth: fee + 12 * hours * worth,
            lambda f, h, w: [f + 12 * h * w],
        ],
        [
            lambda fee, hours, worth: fee + hours * worth,
            lambda fee, hours, worth: 12 * (fee + hours * worth),
            lambda fee, hours, worth: 12 * hours * worth,
            lambda fee: fee,
            lambda fee, hours, worth: fee + 52 * hours * worth,
        ],
    ),
    "break_even": (
        [lambda c, m: math.ceil(c / m), lambda c, m: float(-(-c // m))],
        [
            lambda c, m: c / m,
            lambda c, m: c // m,
            lambda c, m: round(c / m),
            lambda c, m: int(c / m) + 1,
            lambda c, m: c - m,
            lambda c, m: m / c,
        ],
    ),
    "over": (
        [(COST > 6500).mean(), [(COST > 6500).mean()]],
        [(COST < 6500).mean(), (COST > 6500).sum(), 0.1, COST > 6500],
    ),
    "usual": (
        [np.quantile(EACH, [0.05, 0.95]), tuple(np.quantile(EACH, [0.05, 0.95]))],
        [
            np.quantile(COST, [0.05, 0.95]),
            (EACH.min(), EACH.max()),
            np.quantile(EACH, [0.95, 0.05]),
            np.quantile(EACH, [0.25, 0.75]),
            EACH.mean(),
        ],
    ),
    "claims": (
        [CLAIMS, pd.Series(CLAIMS), dict(reversed(CLAIMS.items()))],
        [
            CLAIMS | {"E7": "others", "E12": "chosen"},
            CLAIMS | {"E18": "nowhere", "E22": "intention"},
            dict.fromkeys(CLAIMS, "chosen"),
            list(CLAIMS.values()),
            CLAIMS | {"E7": "Chosen"},
        ],
    ),
    "mine": (
        [MINE, pd.Series(MINE), MINE | {"fit": 3.5}, dict(reversed(MINE.items()))],
        [
            MINE | {"fit": 6},
            MINE | {"money": -5},
            MINE | {"time": 200},
            MINE | {"fit": 3},
            MINE | {"fit": "good"},
            {"fit": 3},
            list(MINE.values()),
        ],
    ),
    "apart": (
        [
            lambda a, b: (a - b).abs().mean(),
            lambda a, b: np.mean([abs(a[name] - b[name]) for name in a.index]),
        ],
        [
            lambda a, b: (a - b).mean(),
            lambda a, b: (a - b).abs().sum(),
            lambda a, b: ((a - b) ** 2).mean() ** 0.5,
            lambda a, b: (a - b).abs(),
            lambda a, b: np.abs(a.to_numpy() - b.to_numpy()).mean(),
            fails,
        ],
    ),
    "dispute": (
        [
            lambda a, b: (a - b).abs().idxmax(),
            lambda a, b: max(a.index, key=lambda name: abs(a[name] - b[name])),
        ],
        [
            lambda a, b: (a - b).idxmin(),
            lambda a, b: (a - b).abs().max(),
            lambda a, b: a.idxmax(),
            lambda a, b: (a - b).abs().idxmin(),
        ],
    ),
    "changes": (
        [
            decision(lambda one, other: one != other),
            decision(lambda one, other: bool(one) ^ bool(other)),
        ],
        [
            decision(lambda one, other: one == other),
            decision(lambda one, other: one and not other),
            decision(lambda one, other: one or other),
            lambda one, other, rival, weights: (one * weights).sum() - rival,
            lambda one, other, rival, weights: bool(
                (one.mean() > rival) != (other.mean() > rival)
            ),
        ],
    ),
}
TASKS = {
    name: function
    for module in MODULES
    for name, function in vars(module).items()
    if inspect.isfunction(function)
    and function.__module__ == module.__name__
    and not name.startswith("_")
}
RIGHT = [(n, i) for n, (right, _) in ANSWERS.items() for i in range(len(right))]
WRONG = [(n, i) for n, (_, wrong) in ANSWERS.items() for i in range(len(wrong))]
ANYTHING = [None, 7, "text", [], {}, object(), len, float("nan"), {"a": [1]}, [[1], 2]]


class Hostile:
    """An answer whose every method raises."""

    def __getattribute__(self, name):
        raise RuntimeError(name)

    def __eq__(self, other):
        raise RuntimeError

    def __hash__(self):
        raise RuntimeError


@pytest.fixture(autouse=True)
def journal_file(tmp_path, monkeypatch):
    monkeypatch.setenv("NETLESSON_HOME", str(tmp_path / "home"))
    return tmp_path / "home" / "journal.jsonl"


def test_every_task_has_tested_answers():
    assert ANSWERS.keys() == TASKS.keys()
    for right, wrong in ANSWERS.values():
        assert len(right) >= 2
        assert len(wrong) >= 3


def test_every_rule_has_its_hint_and_every_hint_its_rule():
    """In the order of the rules, so that an author reads what a learner meets."""
    said, shared = course().tasks, set()
    assert list(said) == [engine._name(task) for task in TASKS.values()]
    for task in TASKS.values():
        rules, own = task.__wrapped__(), said[engine._name(task)].hints
        assert [name for name in rules if name in own] == list(own)
        shared |= rules.keys() - own.keys()
    always = set(re.findall(r'_say\("(\w+)"', inspect.getsource(engine)))
    assert shared | always == course().hints.keys()
    assert not [s for s in said.values() if s.hints.keys() & course().hints.keys()]


def test_no_hint_stands_in_two_places():
    texts = [h for s in course().tasks.values() for h in s.hints.values()]
    texts += [hint.text for hint in course().hints.values()]
    assert len({text["en"] for text in texts}) == len(texts)


def test_words_of_ones_own_are_said(tmp_path, monkeypatch):
    written = """extend = true
[[hint]]
id = "not_yet"
text = { en = "Go on.", de = "Weiter." }
[[task]]
id = "your_weights.reason"
done = { en = "Yes {{R}}.", de = "Ja {{R}}." }
[task.hints]
letter = { en = "One letter {{P}}.", de = "Ein Buchstabe {{P}}." }
weights = { en = "Same weights.", de = "Gleiche Gewichte." }
ratings = { en = "Same ratings.", de = "Gleiche Bewertungen." }
"""
    mine = load_course(own_folder(tmp_path, exercises=written))
    monkeypatch.setattr(engine, "material", lambda: mine)
    told = [check(answer, TASKS["reason"](), "en").message for answer in (..., 3, "R")]
    assert told == ["Go on.", "One letter {P}.", "Yes {R}."]


@pytest.mark.parametrize(("name", "i"), RIGHT, ids=str)
def test_a_right_answer_passes_in_any_form(name, i):
    outcome = check(ANSWERS[name][0][i], TASKS[name](), "en")
    assert outcome.passed, outcome.message


@pytest.mark.parametrize(("name", "i"), WRONG, ids=str)
def test_a_wrong_answer_gets_a_hint_in_the_learners_language(name, i):
    task, answer = TASKS[name](), ANSWERS[name][1][i]
    for lang in ("en", "de"):
        outcome = check(answer, task, lang)
        assert not outcome.passed
        assert outcome.hint
        hint = task.rules[outcome.hint - 1][1][lang]
        assert (
            outcome.message == hint
            or "`ZeroDivisionError`" in outcome.message
            or ("`TypeError`" in outcome.message)
        )


@pytest.mark.parametrize("name", TASKS)
def test_mistakes_that_people_make_get_different_hints(name):
    wrong = ANSWERS[name][1]
    hints = {check(each, TASKS[name](), "en").message for each in wrong}
    assert len(hints) >= 3


@pytest.mark.parametrize("name", TASKS)
def test_whatever_comes_is_a_hint_and_never_an_error(name):
    for answer in [*ANYTHING, Hostile(), Hostile]:
        outcome = check(answer, TASKS[name](), "en")
        assert not outcome.passed
        assert outcome.message


def spellings(answer):
    """Yield what would give an answer away: its numbers, names and code."""
    if isinstance(answer, str):
        yield answer
    elif isinstance(answer, pd.DataFrame):
        if "id" in answer or answer.index.name == "case":
            yield from map(str, answer.get("id", answer.index))
        else:
            yield from spellings(answer.to_numpy().ravel())
    elif isinstance(answer, dict | pd.Series):
        yield from (s for each in dict(answer).values() for s in spellings(each))
    elif isinstance(answer, list | tuple | set | np.ndarray):
        yield from (s for each in answer for s in spellings(each))
    elif isinstance(answer, int | float | Fraction | np.number | np.bool_):
        number = float(answer)
        for decimals in (0, 1, 2, 3, 4):
            text = f"{number:.{decimals}f}"
            if abs(float(text) - number) < 0.006:
                yield from (text, text.replace(".", ","), f"{100 * number:.0f}%")


@pytest.mark.parametrize("name", sorted(TASKS.keys() - {"mine"}))
def test_no_hint_contains_its_answer(name):
    """All that a learner could type off; `mine` has no answer to give away."""
    hints = [h[lang] for _, h in TASKS[name]().rules for lang in ("en", "de")]
    for answer in ANSWERS[name][0]:
        for spelling in spellings(answer):
            if spelling in ("0", "1"):
                continue  # the ends of every scale
            word = rf"(?<![\w.,]){re.escape(spelling)}(?![\w%])"
            assert not [h for h in hints if re.search(word, h)], spelling
    body = {"value_of": "/ 4", "money_value": "/ 2000", "year_cost": "12"}
    body |= {"break_even": "ceil", "draw": "dirichlet", "apart": "abs("}
    body |= {"dispute": "idxmax", "changes": "!="}
    assert not [h for h in hints if name in body and body[name] in h.lower()]


def test_the_search_for_given_away_answers_finds_one():
    assert set(spellings(0.25)) >= {"0.25", "0,25", "25%"}
    assert "fair" in set(spellings(["fair", "club"]))
    assert set(spellings(CLEAR)) == set(CLEAR.index)


@pytest.mark.parametrize("name", TASKS)
def test_an_open_task_is_not_wrong(name):
    outcome = check(..., TASKS[name](), "en")
    assert not outcome.passed
    assert not outcome.tried
    assert "Not yet" in outcome.message
    assert "Noch offen" in check(..., TASKS[name](), "de").message


@pytest.mark.parametrize(
    "answer", [{"naive": 0.1, "fair": ...}, [..., 1], lambda *_: ...]
)
def test_half_an_answer_is_still_open(answer):
    name = "value_of" if callable(answer) else "corners"
    assert not check(answer, TASKS[name](), "en").tried


swallowed = []


def passes_on(*_):
    """The trace function of a debugger without breakpoints."""
    return passes_on


def swallows(*_):
    """A slow one, in which an error almost always arrives, to go no further."""
    try:
        for _ in range(30_000):
            pass
    except:  # noqa: E722
        swallowed.append(1)
    return swallows


@pytest.fixture
def traced(request):
    """A task to check as under a debugger; coverage carries on after it."""
    before, hook, task = sys.gettrace(), threading.gettrace(), TASKS["value_of"]()
    threading.settrace(request.param)
    sys.settrace(request.param)
    yield task
    sys.settrace(before)
    threading.settrace(hook)


under_a_debugger = pytest.mark.parametrize(
    "traced", [passes_on, swallows], indirect=True
)


@under_a_debugger
def test_an_endless_loop_ends_under_a_debugger_too(traced):
    swallowed.clear()
    running, over = [], threading.Event()

    def endless(_rating):
        running.append(threading.current_thread())
        while not over.is_set():
            pass

    try:
        assert check(endless, traced, "en", seconds=0.2).hint
        assert not running[0].is_alive()
        assert len(swallowed) <= 3, "the debugger lets go of the thread"
    finally:
        over.set()


@under_a_debugger
def test_sleep_under_a_debugger_does_not_hold_up_the_check(traced):
    over = threading.Event()
    start = time.monotonic()
    outcome = check(lambda _: over.wait(10), traced, "en", seconds=0.2)
    assert outcome.hint
    assert time.monotonic() - start < 3
    over.set()


@pytest.mark.parametrize("traced", [None, passes_on, swallows], indirect=True)
def test_who_swallows_everything_for_ever_gets_the_hint_all_the_same(traced):
    over = threading.Event()

    def deaf(_rating):
        while not over.is_set():
            try:
                while not over.is_set():
                    pass
            except:  # noqa: E722, S110
                pass

    start = time.monotonic()
    outcome = check(deaf, traced, "en", seconds=0.2)
    over.set()
    assert "still running" in outcome.message
    assert time.monotonic() - start < 3


def test_an_endless_loop_ends_soon_and_in_a_hint():
    def stubborn(_rating):
        while True:
            try:
                while True:
                    pass
            except Exception:  # noqa: BLE001, S110
                pass

    def asleep(_rating):
        time.sleep(10)

    for function in (stubborn, asleep):
        start = time.monotonic()
        outcome = check(function, TASKS["value_of"](), "de", seconds=0.3)
        assert time.monotonic() - start < 3
        assert outcome.hint
        assert "0.3 Sekunden" in outcome.message


def test_a_loop_that_swallows_everything_is_ended_too():
    running = []

    def deaf(_rating):
        for _ in range(5):
            try:
                running.append(1)
                while True:
                    pass
            except:  # noqa: E722, S110
                pass

    assert check(deaf, TASKS["value_of"](), "en", seconds=0.2).hint
    assert len(running) == 5


def test_a_python_without_threads_checks_all_the_same(monkeypatch):
    def refuse(_thread):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(engine.threading.Thread, "start", refuse)
    assert check("R", TASKS["reason"](), "en").passed
    assert check(fails, TASKS["value_of"](), "en").hint


def test_leaving_python_is_a_hint_too():
    assert "`SystemExit`" in check(exit, TASKS["value_of"](), "en").message


def test_a_function_cannot_spoil_what_it_is_given():
    def greedy(one, other):
        one[:] = other[:] = 0
        return 0.0

    assert not check(greedy, TASKS["apart"](), "en").passed
    assert check(ANSWERS["apart"][0][0], TASKS["apart"](), "en").passed


def test_the_answer_is_found_by_name(monkeypatch):
    shell = SimpleNamespace(user_ns={"reason": "R"})
    monkeypatch.setattr(engine, "get_ipython", lambda: shell)
    assert marked(TASKS["reason"], "en").passed
    shell.user_ns.clear()
    gone = marked(TASKS["reason"], "en")
    assert not gone.tried
    assert "`reason`" in gone.message


def test_an_overwritten_course_is_noticed():
    scope = {"course": "mine", "reason": "P"}
    assert "name `course`" in marked(TASKS["reason"], "en", scope).message
    assert "Übrigens" in marked(TASKS["reason"], "de", scope | {"reason": "R"}).message


def test_outcomes_go_to_the_journal_once(journal_file):
    for answer in (..., "P", "P", "Q", "R", "R"):
        marked(TASKS["reason"], "en", {"reason": answer})
    events = map(json.loads, journal_file.read_text().splitlines())
    kept = [(each["kind"], each["data"]) for each in events]
    name = "your_weights.reason"
    assert kept == [
        ("exercise", {"task": name, "passed": False, "hint": 2}),
        ("exercise", {"task": name, "passed": False, "hint": 3}),
        ("exercise", {"task": name, "passed": True, "hint": None}),
    ]


def test_a_file_that_cannot_be_written_is_said_and_harms_nothing(journal_file):
    journal_file.parent.write_text("a file where the folder should be")
    outcome = marked(TASKS["reason"], "en", {"reason": "R"})
    assert outcome.passed
    assert "Nothing is being saved" in outcome.message


def test_a_journal_from_the_future_harms_nothing(journal_file):
    journal_file.parent.mkdir()
    journal_file.write_text('{"schema": 99}\n')
    outcome = marked(TASKS["reason"], "en", {"reason": "R"})
    assert outcome.passed
    assert "newer version" in outcome.message


def test_a_check_shows_its_verdict_as_sign_and_words():
    more, good = Text(en="More.", de="Mehr."), Text(en="Good.", de="Gut.")
    task = Task(((lambda a: a == 1, more),), good)
    assert "<p>✅ Gut.</p>" in check(1, task, "de")._repr_html_()
    assert "<p>✏️ More.</p>" in check(0, task, "en")._repr_html_()


def test_lessons_do_not_load_what_exercises_need():
    code = "import sys, netlesson.course; print('pandas' in sys.modules)"
    command = [sys.executable, "-c", code]
    done = subprocess.run(  # noqa: S603 (our own)
        command, cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


def test_tables_hold_what_the_course_says():
    assert len(STATEMENTS) == len(course().statements) == 73
    assert len(RATINGS) == 60
    assert VALUES.shape == (6, 10)
    assert VALUES.to_numpy().min() >= 0
    assert VALUES.to_numpy().max() <= 1
    german = exercise.statements_table(course(), "de")
    assert list(german["id"]) == list(STATEMENTS["id"])
    assert not (german["text"] == STATEMENTS["text"]).any()


def test_a_histogram_is_a_picture_with_words_and_numbers():
    picture = exercise.histogram(Edition(course(), "en"), COST)
    alt = re.search(r'role="img" aria-label="([^"]+)"', picture)[1]
    assert alt in re.search(r"<figcaption>(.*)</figcaption>", picture)[1]
    shares = [int(s) for s in re.findall(r"<td>(\d+)%</td>", picture)]
    assert 95 <= sum(shares) <= 105
    assert len(shares) >= 5
    assert "10.000 Jahre" in exercise.histogram(Edition(course(), "de"), COST)
    assert exercise.histogram(Edition(course(), "en"), [3.0, 3.0])
    for bad in ([], [math.nan], [math.inf]):
        with pytest.raises(ValueError, match="needs numbers"):
            exercise.histogram(Edition(course(), "en"), bad)
