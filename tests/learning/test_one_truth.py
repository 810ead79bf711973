"""Several notebooks on one journal: whatever was typed last holds, field by field."""

import random

import pytest
from builders import course
from msgspec.structs import replace

from netlesson.content import converted
from netlesson.deciding import OwnFigures, from_type
from netlesson.learning import Answers, Journal, MemoryJournal
from netlesson.learning.changes import composed, difference, patched

CRITERIA = list(course().criteria)
TYPES = list(course().groups)


class Kernel(Answers):
    """A notebook's kernel whose pauses come when the test says so."""

    def _write_soon(self):
        self.given += 1


def kernels(journal, many=3):
    return [Kernel(course(), journal, "en") for _ in range(many)]


def of_profile(kernel, name, value):
    kernel.set_profile({**kernel.typed, name: value})


def of_weights(kernel, name, value):
    kernel.set_points({**kernel.points, name: value})


def of_costs(kernel, name, value):
    own = kernel.costs.own
    figures = replace(own.get(name, OwnFigures()), money=value)
    kernel.set_costs(replace(kernel.costs, own={**own, name: figures}))


def of_contacts(kernel, part, value):
    brings = list(kernel.costs.brings)
    brings[part] = value
    kernel.set_costs(replace(kernel.costs, brings=tuple(brings)))


def of_plan(kernel, name, value):
    kernel.set_plan({**kernel.plan, name: value})


def of_result(kernel, name, value):
    kernel.set_result({**kernel.result, name: value})


CHANGES = [
    *((of_profile, name) for name in ("money", "hours", "country", "need_1")),
    *((of_weights, name) for name in CRITERIA),
    *((of_costs, name) for name in TYPES),
    *((of_contacts, part) for part in range(3)),
    *((of_plan, name) for name in ("budget", "rule", "start", "target_contacts")),
    *((of_result, name) for name in ("spent", "learned")),
]
CHECKS = {
    of_profile: lambda kernel, name: kernel.typed[name],
    of_weights: lambda kernel, name: kernel.points[name],
    of_costs: lambda kernel, name: kernel.costs.own[name].money,
    of_contacts: lambda kernel, part: kernel.costs.brings[part],
    of_plan: lambda kernel, name: kernel.plan[name],
    of_result: lambda kernel, name: kernel.result[name],
}


def value_of(change, name, number):
    if (change, name) == (of_profile, "country"):
        # Another currency would rightly show what was typed in another amount.
        return ("DE", "AT", "other")[number % 3]
    if (change, name) == (of_profile, "need_1"):
        return CRITERIA[2 + number % 8]
    return float(number % 101)


def interleave(chance, trio, typed):
    """Let kernels change, pause and look in any order; note what was typed last."""
    for _ in range(chance.randint(2, 9)):
        kernel, what = chance.choice(trio), chance.random()
        if what < 0.6:
            change, name = chance.choice(CHANGES)
            value = value_of(change, name, chance.randrange(10_000))
            before = kernel.given
            change(kernel, name, value)
            # What a page shows already is not typed anew.
            if kernel.given != before:
                typed[change, name] = value
        elif what < 0.8:
            kernel.keep()
        else:
            kernel.look()


def differing(trio, typed):
    for kernel in trio:
        kernel.keep()
    for kernel in trio:
        kernel.look()
    return [
        (name, CHECKS[change](kernel, name), value)
        for (change, name), value in typed.items()
        for kernel in trio
        if CHECKS[change](kernel, name) != value
    ]


@pytest.mark.parametrize("seeds", [50, pytest.param(250, marks=pytest.mark.long)])
def test_what_was_typed_last_holds_in_random_interleavings_of_three_kernels(seeds):
    for seed in range(seeds):
        chance, typed = random.Random(seed), {}  # noqa: S311
        trio = kernels(MemoryJournal())
        for step in range(40):
            interleave(chance, trio, typed)
            assert differing(trio, typed) == [], (seed, step)


def test_the_same_on_disk_with_a_kernel_that_starts_in_between(tmp_path):
    for seed in range(20):
        chance, typed = random.Random(seed), {}  # noqa: S311
        folder = tmp_path / str(seed)
        trio = [Kernel(course(), Journal(folder), "en") for _ in range(3)]
        for _ in range(5):
            interleave(chance, trio, typed)
            assert differing(trio, typed) == [], seed
            trio[chance.randrange(3)] = Kernel(course(), Journal(folder), "en")
            assert differing(trio, typed) == [], seed


AMOUNTS = [
    (of_profile, "money"),
    *((of_costs, name) for name in TYPES),
    (of_plan, "budget"),
    (of_result, "spent"),
]


def test_notebooks_agree_on_every_amount_while_the_country_changes():
    """What was typed in one currency is shown in another, the same everywhere."""
    seen = set()
    for seed in range(40):
        chance, typed, journal = random.Random(seed), {}, MemoryJournal()  # noqa: S311
        trio = kernels(journal)
        for step in range(12):
            kernel = chance.choice(trio)
            if chance.random() < 0.3:
                of_profile(kernel, "country", chance.choice(["DE", "UK", "US", "CH"]))
            else:
                change, name = chance.choice(AMOUNTS)
                value = float(chance.randrange(20, 2000))
                change(kernel, name, value)
                typed[change, name] = value, kernel.course.currency
            differing(trio, {})
            now = kernel.course.currency
            seen.add(now)
            for (change, name), (value, was) in typed.items():
                shown = {
                    CHECKS[change](each, name) for each in (*trio, *kernels(journal, 1))
                }
                assert len(shown) == 1, (seed, step, name)
                # Rounded to two digits, each time that its record was changed.
                expected = converted(course(), value, was, now)
                assert shown.pop() == pytest.approx(expected, rel=0.12), (seed, step)
    assert seen == {"EUR", "GBP", "USD", "CHF"}


def test_the_budget_of_one_notebook_survives_the_market_of_another(tmp_path):
    """Money 1,800 in 00, 300 in 08, then only another answer in 00."""
    start, compare = (Kernel(course(), Journal(tmp_path), "en") for _ in range(2))
    start.set_profile({"money": 1800.0, "customers": "both"})
    start.keep()
    compare.look()
    compare.set_profile({**compare.typed, "money": 300.0})
    compare.keep()
    start.set_profile({**start.typed, "customers": "businesses"})
    start.keep()
    for kernel in (start, compare, Kernel(course(), Journal(tmp_path), "en")):
        kernel.look()
        assert kernel.typed == {"money": 300.0, "customers": "businesses"}


def test_two_who_move_their_first_slider_at_once_both_keep_theirs():
    one, other = kernels(MemoryJournal(), 2)
    of_weights(one, "trust", 70.0)
    of_weights(other, "safety", 5.0)
    before = {**Kernel(course(), MemoryJournal(), "en").points}
    assert differing([one, other], {}) == []
    for kernel in (one, other):
        assert kernel.points == {**before, "trust": 70.0, "safety": 5.0}
        assert kernel.has_weights


def test_what_is_changed_in_one_notebook_is_told_in_the_other():
    one, other = kernels(MemoryJournal(), 2)
    heard = []
    other.watch(lambda: heard.append(other.typed.get("money")))
    of_profile(one, "money", 300.0)
    other.look()
    assert heard == []  # it waits for a pause
    one.keep()
    other.look()
    other.look()
    assert heard == [300.0]


def test_groups_of_two_notebooks_stand_side_by_side():
    one, other = kernels(MemoryJournal(), 2)
    for kernel, name in ((one, "Tuesday table"), (other, "Harbour club")):
        kernel.set_own(kernel.own.added(from_type("leads", name, course())))
    assert differing([one, other], {}) == []
    for kernel in (one, other):
        assert {group.name for group in kernel.own.groups} == {
            "Tuesday table", "Harbour club",
        }  # fmt: skip


def test_undoing_leaves_alone_what_another_notebook_changed():
    one, other = kernels(MemoryJournal(), 2)
    one.set_own(one.own.added(from_type("leads", "Tuesday table", course())))
    differing([one, other], {})
    (group,) = one.own.groups
    one.set_own(one.own.changed(replace(group, guests="no")))
    differing([one, other], {})
    (group,) = other.own.groups
    other.set_own(other.own.changed(replace(group, name="Harbour club")))
    differing([one, other], {})
    one.undo_own()
    differing([one, other], {})
    for kernel in (one, other):
        (group,) = kernel.own.groups
        assert (group.name, group.guests) == ("Harbour club", "unknown")


def test_a_watcher_that_fails_does_not_stop_the_others(caplog):
    (kernel,) = kernels(MemoryJournal(), 1)
    heard = []
    kernel.watch(lambda: 1 / 0)
    kernel.watch(lambda: heard.append(1))
    of_profile(kernel, "money", 300.0)
    assert heard == [1]
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({}, {"a": 1}),
        ({"a": 1}, {}),
        ({"a": {"b": 1, "c": 2}}, {"a": {"b": 1, "c": 3}}),
        ({"a": {"b": 1}}, {"a": {}}),
        ({"a": [1, 2]}, {"a": [2]}),
        ({"a": {"b": 1}}, {"a": 5}),
    ],
)
def test_a_difference_leads_from_one_state_to_the_other(before, after):
    assert patched(before, difference(before, after)) == after
    there_and_back = composed(difference(before, after), difference(after, before))
    assert patched(before, there_and_back) == before
