"""Costs carry their range with them, and nothing is assumed that was not entered."""

import math
import random
import re

import msgspec
import pytest
from builders import PROFILE, alternative, course, profile

from netlesson.activities.costs import costs_form, costs_table
from netlesson.activities.portfolio import best_combinations, portfolio_form
from netlesson.content import Knockout, Level
from netlesson.deciding import (
    CostInputs,
    OwnFigures,
    OwnGroups,
    Span,
    cheapest,
    compare,
    read_inputs,
    reckon,
    typed_span,
)
from netlesson.explaining import cost_sentences, reckon_all
from netlesson.explaining.worth import Reckoned
from netlesson.language import Edition
from netlesson.learning import Answers, Journal
from netlesson.learning.profile import write_profile

BAD = '<img src=x onerror="alert(1)"> & {0} "Ünï" ‮'


def seeded(number):
    return random.Random(number)  # noqa: S311 (nothing secret)


def span(rng, least=0):
    return Span(*sorted(rng.choice([least, 1, rng.uniform(0, 50)]) for _ in range(3)))


def inside(rng, given):
    return rng.uniform(given.low, given.high)


def test_the_bounds_hold_for_whatever_lies_in_the_ranges():
    rng = seeded(1)
    for _ in range(300):
        money, hours, hour = span(rng), span(rng), rng.uniform(0, 90)
        contacts, customers, brings = span(rng), span(rng), span(rng)
        costs = reckon(
            money, hours, hour, contacts=contacts, customers=customers, brings=brings
        )
        for _ in range(20):
            total = inside(rng, money) + 12 * hour * inside(rng, hours)
            shares = [
                (costs.per_contact, inside(rng, contacts)),
                (costs.per_customer, inside(rng, customers)),
                (costs.break_even, inside(rng, brings)),
            ]
            assert costs.total.low - 1e-9 <= total <= costs.total.high + 1e-9
            for bounds, count in shares:
                if count:
                    each = total / count
                    if bounds is costs.break_even:
                        each = math.ceil(each)
                    assert bounds.low - 1e-9 <= each <= bounds.high * (1 + 1e-9) + 1e-9


def test_the_bounds_are_reached():
    costs = reckon(
        Span(100, 200, 400),
        Span(1, 2, 3),
        10,
        contacts=Span(2, 4, 8),
        customers=Span(0, 1, 2),
        brings=Span(100, 200, 440),
    )
    assert costs.hours == Span(12, 24, 36)
    assert costs.worth == Span(120, 240, 360)
    assert costs.total == Span(220, 440, 760)
    assert costs.per_contact == Span(27.5, 110, 380)
    assert costs.per_customer == Span(110, 440, math.inf)
    assert costs.break_even == Span(1, 3, 8)


@pytest.mark.parametrize(
    ("customers", "payoff"),
    [
        ((8, 9, 9), "surely"),
        ((7, 9, 9), "usually"),
        ((0, 2, 9), "hardly"),
        ((0, 0.1, 0.4), "never"),
        (None, None),
    ],
)
def test_paying_off_is_said_for_the_worst_the_usual_and_the_best_case(
    customers, payoff
):
    given = Span(*customers) if customers else None
    brings = Span(100, 200, 400)
    costs = reckon(
        Span(200, 600, 800), Span(0, 0, 0), 5, customers=given, brings=brings
    )
    assert costs.break_even == Span(1, 3, 8)
    assert costs.payoff == payoff


def test_nothing_is_said_to_pay_off_before_both_sides_are_known():
    ten, zero = Span(10, 10, 10), Span(0, 0, 0)
    assert reckon(ten, zero, 5, customers=ten).payoff is None
    assert reckon(ten, zero, 5, brings=ten).payoff is None
    assert reckon(ten, zero, 5, customers=ten, brings=zero).payoff is None
    assert reckon(ten, zero, 5, customers=ten, brings=ten).payoff == "surely"


def test_without_contacts_there_is_no_price_for_one():
    none = Span(0, 0, 0)
    assert Span(5, 5, 5).shared_by(none) is None
    assert Span(0, 0, 5).shared_by(Span(0, 1, 2)) == Span(0, 0, math.inf)


def test_the_cheapest_is_certain_only_when_no_range_reaches_it():
    apart = [Span(5, 6, 7), Span(1, 2, 3), Span(3.5, 4, 9)]
    assert cheapest(apart) == (1, ())
    assert cheapest([*apart, Span(3, 8, 9)]) == (1, (3,))
    assert cheapest([Span(1, math.inf, math.inf)]) is None
    assert cheapest([]) is None


def test_of_two_that_cost_the_same_the_first_is_cheapest_and_the_other_a_rival():
    same = [Span(1, 2, 3), Span(3, 3, 3), Span(0, 2, 9), Span(3.1, 4, 5)]
    assert cheapest(same) == (0, (1, 2))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: Span(2, 1, 3), "must not fall"),
        (lambda: Span(-1, 1, 3), "give 0 or more"),
        (lambda: Span(0, math.nan, 3), "give 0 or more"),
        (lambda: reckon(Span(0, 1, 2), Span(0, 1, 2), -1), "an hour is worth -1"),
        (lambda: reckon(Span(0, 1, math.inf), Span(0, 1, 2), 1), "money: high is inf"),
        (lambda: OwnFigures(money=-3), "an amount is -3"),
        (lambda: CostInputs(hour=math.inf), "an amount is inf"),
    ],
)
def test_amounts_that_make_no_sense_are_refused(wrong, message):
    with pytest.raises(ValueError, match=message):
        wrong()


def test_a_range_needs_all_three_numbers_in_order():
    assert typed_span((1, 2, 3)) == Span(1, 2, 3)
    assert typed_span((1, None, 3)) is None
    assert typed_span((1, 4, 3)) is None


@pytest.mark.parametrize(
    "damaged",
    [{"hour": -1}, {"place": "XYZ"}, {"own": {"leads": {"money": "x"}}}, "text", 7],
)
def test_a_damaged_entry_in_the_journal_counts_as_none(damaged):
    assert read_inputs(damaged) == CostInputs()


def rated(each, **limits):
    """The rows of a comparison in which this group is alone."""
    knockouts = [Knockout(kind=kind, limit=limit) for kind, limit in limits.items()]
    criteria = [course().criteria[name] for name in each.ratings]
    return compare([each], criteria, dict.fromkeys(each.ratings, 1), knockouts).rows


def test_who_uses_a_group_for_a_few_hours_pays_what_that_costs():
    usual, few = (
        alternative("club", money=money, time=time, reach=reach)
        for money, time, reach in ((900, 9, 5), (200, 2, 1))
    )
    few = Level(ratings=few.ratings, low=few.low, high=few.high)
    club = msgspec.structs.replace(usual, few=few)
    (row,) = reckon_all(rated(club), CostInputs(hour=50))
    assert (row.money.usual, row.hours.usual) == (900, 12 * 9)
    (row,) = reckon_all(rated(club, hours=3), CostInputs(hour=50))
    assert (row.money.usual, row.hours.usual) == (200, 12 * 2)


def test_a_price_of_ones_own_takes_the_place_of_ours():
    given = rated(alternative("club", money=900, time=4))
    (row,) = reckon_all(given, CostInputs(hour=50))
    assert row.money == Span(900, 900, 900)
    own = {"club": OwnFigures(money=1000)}
    (row,) = reckon_all(given, CostInputs(hour=50, own=own))
    assert row.costs.total.usual == 1000 + 12 * 4 * 50


def test_time_counts_as_nothing_only_when_the_learner_says_so():
    given = rated(alternative("club", money=900, time=4))
    assert reckon_all(given, CostInputs())[0].costs is None
    assert reckon_all(given, CostInputs(hour=0))[0].costs.total.usual == 900


@pytest.mark.parametrize("lang", ["en", "de"])
def test_every_sentence_says_what_the_numbers_say_in_500_comparisons(lang):
    rng, kinds = seeded(4), set()
    for _ in range(500):
        brings = tuple(sorted(rng.uniform(0, 900) for _ in range(3)))
        if rng.random() < 0.2:
            brings = (0, 0, brings[2])
        inputs = CostInputs(hour=50, brings=brings)
        rows = [row(f"G{chr(65 + i)}", rng, brings) for i in range(rng.randint(2, 4))]
        said = cost_sentences(rows, inputs, Edition(course(), lang))
        by_total = min(rows, key=lambda each: each.costs.total.usual)
        least = by_total.costs.total
        rivals = [r for r in rows if r is not by_total]
        rivals = [r for r in rivals if r.costs.total.low <= least.high]
        names = re.findall(r"[“„](.*?)[”“]", said[0])
        assert names == [by_total.name, *(r.name for r in rivals)]
        kinds.add("open" if rivals else "sure")
        if rivals:
            assert numbers(said[0], lang)[0] == pytest.approx(least.usual, abs=0.5)
        else:
            assert numbers(said[0], lang)[0] == pytest.approx(least.high, abs=0.5)
        for each in rows:
            (sentence,) = [
                s
                for s in said
                if re.match(
                    f"(Die Gruppe )?[“„]{each.name}[”“] (pays|usually|lohnt)", s
                )
            ]
            check_break_even(sentence, each.costs, lang)
            kinds.add(each.costs.payoff)
    assert kinds == {"open", "sure", "surely", "usually", "hardly", "never"}


def row(name, rng, brings):
    low = rng.choice([10, 100, 1000, 5000])
    money = Span(low, low + rng.uniform(0, 300), low + 300 + rng.uniform(0, 900))
    customers = Span(*sorted(rng.choice([1, 10, 200]) * rng.random() for _ in range(3)))
    zero = Span(0, 0, 0)
    costs = reckon(money, zero, 50, customers=customers, brings=Span(*brings))
    return Reckoned(name=name, colour="#0072B2", money=money, hours=zero, costs=costs)


def check_break_even(sentence, costs, lang):
    """Compare what is said with the numbers; what is shown has to be enough."""
    even = costs.break_even
    found = numbers(sentence, lang)
    expected = [x for x in (even.usual, even.low, even.high) if math.isfinite(x)]
    expected = expected[:1] if even.low == even.high else expected
    assert all(x == int(x) for x in expected)
    if math.isinf(even.usual):
        assert found == []
    else:
        for shown, exact in zip(found, expected, strict=True):
            assert shown == exact
    assert sentence.endswith(course().say(f"costs.pays_{costs.payoff}", lang))


def numbers(sentence, lang):
    """Read the numbers of a sentence, outside quotation marks."""
    bare = re.sub(r"[“„].*?[”“]", "", sentence)
    thousands = {"en": ",", "de": "."}[lang]
    found = re.findall(r"\d[\d.,]*(?<=\d)", bare)
    return [float(x.replace(thousands, "").replace(",", ".")) for x in found]


def again(journal, lang="de"):
    return Answers(course(), Journal(journal.path.parent), lang)


def fill(form, group="leads", **more):
    """Choose a group and enter some figures about it."""
    form.enter(which=group)
    form.enter(**{f"{group}-{name}": text for name, text in more.items()})


def test_what_is_entered_is_kept_and_restored_in_the_readers_notation(answers, journal):
    form = costs_form(answers)
    form.enter(hour="60.5")
    fill(form, money="1,200.50", contacts_low="2")
    form = costs_form(again(journal))
    assert form.value["hour"] == "60,5"
    form.enter(which="leads")
    assert form.value["leads-money"] == "1.200,5"
    assert form.value["leads-contacts_low"] == "2"


def test_each_group_keeps_its_own_figures(answers):
    form = costs_form(answers)
    fill(form, "leads", money="1200")
    fill(form, "events", money="300")
    assert answers.costs.own["leads"].money == 1200
    assert answers.costs.own["events"].money == 300
    form.enter(which="leads")
    assert form.value["leads-money"] == "1,200"
    form.enter(**{"leads-money": ""})
    assert "leads" not in answers.costs.own


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("0", 0), ("12.000,50", 12000.5), ("12,000.50", 12000.5), ("", None)],
)
@pytest.mark.parametrize("lang", ["en", "de"])
def test_prices_are_understood_in_either_notation(journal, typed, amount, lang):
    answers = Answers(course(), journal, lang)
    form = costs_form(answers)
    fill(form, hours="1", money=typed)
    assert form.errors == {}
    assert answers.costs.own["leads"].money == amount


@pytest.mark.parametrize("typed", ["-5", "1e12", "9999999", "many", "1.200", "1,200"])
@pytest.mark.parametrize("lang", ["en", "de"])
def test_a_price_that_is_no_use_is_refused_beside_its_field(journal, typed, lang):
    if typed == {"en": "1,200", "de": "1.200"}[lang]:
        return
    answers = Answers(course(), journal, lang)
    form = costs_form(answers)
    fill(form, money="700")
    form.enter(**{"leads-money": typed})
    assert list(form.errors) == ["leads-money"]
    assert answers.costs.own["leads"].money == 700
    form.enter(**{"leads-money": "800"})
    assert form.errors == {}


def test_numbers_that_do_not_rise_are_refused_beside_the_usual_one(answers, journal):
    form = costs_form(answers)
    fill(form, customers_low="5", customers_usual="3", customers_high="9")
    assert list(form.errors) == ["leads-customers_usual"]
    form = costs_form(again(journal))
    form.enter(which="leads")
    assert list(form.errors) == ["leads-customers_usual"]


def test_a_range_with_a_gap_is_not_counted_and_that_is_said(answers):
    form = costs_form(answers)
    fill(form, contacts_low="5", contacts_usual="6")
    assert "Still missing for: new contacts (Leads groups)" in form.outputs["costs"]
    form.enter(**{"leads-contacts_high": "9"})
    assert "Still missing" not in form.outputs["costs"]


def test_the_country_decides_on_the_currency(answers):
    form = costs_form(answers)
    form.enter(hour="50")
    assert "EUR" in form.outputs["costs"]
    answers.set_profile({"country": "CH"})
    assert "EUR" not in form.outputs["costs"]
    form.enter(hour="50")
    fill(form, money="1000", hours="1")
    assert "CHF\u00a01,600" in form.outputs["costs"]


def test_what_is_being_typed_is_not_written_over(answers):
    form = costs_form(answers)
    answers.set_profile({"country": "UK"})
    fill(form, money="1200.0")
    answers.set_profile({"country": "UK", "market": "local"})
    form.enter(hour="50")
    assert form.value["leads-money"] == "1200.0"


def test_a_group_that_was_left_out_for_a_while_keeps_its_figures(answers):
    form = costs_form(answers)
    fill(form, "leads", contacts_usual="30")
    answers.set_own(OwnGroups(hidden=("leads",)))
    form.enter(hour="50")
    answers.set_own(OwnGroups())
    assert form.value["leads-contacts_usual"] == "30"
    form.enter(hour="60")
    assert answers.costs.own["leads"].contacts == (None, 30, None)


def test_a_merged_journal_shows_in_the_form(answers, journal):
    form = costs_form(answers)
    costs_form(again(journal)).enter(hour="75")
    answers.reload()
    assert form.value["hour"] == "75"


def test_own_prices_and_hours_count_in_the_combinations(answers):
    answers.set_profile(
        {
            "country": "DE",
            "market": "regional",
            "customers": "both",
            "money": 2000.0,
            "hours": 20.0,
            "fixed_slot": "yes",
        }
    )
    costs, form = costs_form(answers), portfolio_form(answers)
    fill(costs, "events", money="2100", hours="3")
    i = answers.comparison().index("events")
    assert i in best_combinations(answers).excluded
    assert (
        "your own figures from above for: Networking events"
        in (form.outputs["portfolio"])
    )
    assert best_combinations(answers).amounts[1][i] == 3
    answers.set_profile({**answers.typed, "country": "US"})
    assert best_combinations(answers).amounts[0][i] == 2400


def test_what_is_counted_for_few_hours_is_marked_until_hours_are_given(answers):
    answers.set_profile(write_profile(profile(hours=4, fixed_slot=False)))
    rows = answers.comparison().rows
    few = [row.alternative for row in rows if row.few]
    assert few
    mark = answers.say("recommend.few")
    assert costs_table(answers).count(f"({mark})") == len(few)
    form = costs_form(answers)
    form.enter(which=few[0].id)
    form.enter(**{f"{few[0].id}-hours": "3"})
    assert costs_table(answers).count(f"({mark})") == len(few) - 1


def test_names_appear_as_they_are_typed_and_do_nothing(answers, monkeypatch):
    answers.set_profile(PROFILE)
    named = [alternative("x", name=BAD, **dict.fromkeys(course().criteria, 3))]
    monkeypatch.setattr(Answers, "alternatives", property(lambda _: tuple(named)))
    for form, output in (
        (costs_form(answers), "costs"),
        (portfolio_form(answers), "portfolio"),
    ):
        assert "<img" not in form.outputs[output]
        assert "&lt;img src=x" in form.outputs[output]
        assert "{0}" in form.outputs[output]
