"""A trial is planned whole, its rule is made beforehand, and the rule decides."""

from datetime import date, timedelta

import pytest
from builders import course, profile

from netlesson.content import LANGS
from netlesson.deciding.plan import (
    COUNTS,
    DATES,
    DAYS,
    LONGEST,
    PLAN_ENTRIES,
    follow_up_rules,
    missing,
    read_trial,
    rule_sentence,
    take_plan,
)
from netlesson.deciding.review import RESULT_ENTRIES, advice_sentence, review
from netlesson.language import Edition, as_typed, means, take_entries

TODAY = date(2026, 11, 23)
NAMES = {"leads": "Leads groups", "informal": "Friends"}
PLAN = {
    "chosen": ["leads", "informal"],
    "names": NAMES,
    "start": "2026-12-01",
    "budget": 400.0,
    "hours": 30.0,
    "target_contacts": 15.0,
    "target_customers": 1.0,
    "decides": "referrals_received",
    "least": 3.0,
    "id": "t1",
}


def trial(**changes):
    return read_trial({**PLAN, **changes}, NAMES)


def judged(day=TODAY, **counted):
    return review(trial(), counted, day).advice


def take(value, before=PLAN, lang="en"):
    return take_plan(before, value, Edition(course(), lang), TODAY)


def test_a_trial_lasts_ninety_days_with_two_looks_back_unless_said_otherwise():
    planned = trial()
    assert planned.days == DAYS
    assert planned.reviews == (date(2026, 12, 31), date(2027, 1, 30))
    other = trial(end="2026-12-31", review_1="2026-12-24", review_2="2026-12-24")
    assert (other.days, other.reviews) == (30, (date(2026, 12, 24),))


@pytest.mark.parametrize(
    ("lost", "lacks"),
    [
        ({"chosen": []}, "chosen"),
        ({"chosen": list("abcd")}, "chosen"),
        ({"start": ""}, "start"),
        ({"start": "soon"}, "start"),
        ({"budget": ""}, "budget"),
        ({"hours": -1.0}, "hours"),
        ({"target_contacts": "", "target_customers": ""}, "targets"),
        ({"decides": "luck"}, "decides"),
        ({"least": float("nan")}, "least"),
    ],
)
def test_a_plan_names_what_it_lacks(lost, lacks):
    assert missing(PLAN) == []
    assert missing({**PLAN, **lost}) == [lacks]
    assert trial(**lost) is None


@pytest.mark.parametrize("junk", [{}, {"chosen": 5}, {"start": 7, "names": [1]}])
def test_a_damaged_plan_is_an_incomplete_one(junk):
    assert read_trial(junk, NAMES) is None


def test_a_group_that_is_gone_keeps_its_name():
    kept = trial(chosen=["old"], names={"old": "The Lion"})
    assert kept.chosen == (("old", "The Lion"),)


def test_a_plan_can_be_filled_in_from_any_end():
    assert take({"budget": "5", "end": "2027-01-15"}, {})[1] == {}


def test_reviews_between_the_first_day_and_the_last_are_taken():
    days = {"end": "2026-12-31", "review_1": "2026-12-02", "review_2": "2026-12-30"}
    typed, errors = take(days)
    assert errors == {}
    assert {name: typed[name] for name in days} == days


def test_the_shortest_trial_lasts_a_day():
    assert trial(end="2026-12-02").days == 1
    assert trial(end="2026-12-01").days == DAYS


def test_a_trial_without_a_name_of_its_own_is_called_by_its_start():
    assert (trial().id, trial(id="").id) == ("t1", "2026-12-01")


def test_what_is_no_use_in_a_kept_plan_is_left_out():
    assert trial(chosen=["leads", 7, "leads"]).chosen == (("leads", "Leads groups"),)


def test_the_rule_decides_on_the_last_day_and_a_cap_at_once():
    last = trial().end
    assert judged() == "open"
    assert judged(counted_referrals_received=2.0) == "running"
    assert judged(last, counted_referrals_received=2.0) == "stop"
    assert judged(last - timedelta(days=1), counted_referrals_received=2.0) == "running"
    assert judged(counted_referrals_received=3.0) == "go_on"
    assert judged(counted_referrals_received=9.0, spent=400.0, used=30.0) == "go_on"
    assert judged(counted_referrals_received=9.0, spent=400.01) == "over_budget"
    assert judged(counted_referrals_received=9.0, used=30.5) == "over_hours"


def test_plan_against_result_has_what_was_aimed_for_and_what_decides():
    lines = review(trial(), {"counted_contacts": 12.0}, TODAY).lines
    assert [line.count for line in lines] == [
        "contacts",
        "referrals_received",
        "customers",
    ]
    assert [line.difference for line in lines] == [-3, None, None]
    more = review(trial(), {"counted_follow_ups": 0.0}, TODAY).lines
    assert [(line.counted, line.difference) for line in more][1] == (0, None)


def test_a_rule_changed_after_the_start_is_called_late():
    assert trial(rule_made="2026-12-02").rule_is_late
    assert not trial(rule_made="2026-12-01").rule_is_late
    made, _ = take({"least": "1"})
    assert made["rule_made"] == TODAY.isoformat()
    same, _ = take({"least": "3", "rule": ""})
    assert "rule_made" not in same


@pytest.mark.parametrize(
    ("field", "text", "lang", "sentence"),
    [
        ("start", "tomorrow", "en", "is not a date"),
        ("start", "morgen", "de", "kein lesbares Datum"),
        ("start", "31/02/2027", "en", "no such day"),
        ("start", "02/23/2027", "en", "no such day"),
        ("start", "1.1.1999", "de", "zu weit weg"),
        ("end", "30/11/2026", "en", "must come after the first"),
        ("end", "1.12.2026", "de", "nach dem ersten"),
        ("end", "3/12/2027", "en", "more than a year"),
        ("review_1", "2027-03-01", "en", "between the first day"),
        ("review_2", "1.12.2026", "de", "zwischen den ersten Tag"),
        ("budget", "-5", "en", "less than nothing"),
        ("budget", "1e12", "en", "not a number"),
        ("hours", "12.000", "en", "two different numbers"),
        ("target_contacts", "1,5", "de", "ganze Zahl"),
        ("least", "0.5", "en", "whole number"),
    ],
)
def test_what_is_no_use_is_refused_with_one_sentence(field, text, lang, sentence):
    before = {**PLAN, field: PLAN.get(field, "")}
    typed, errors = take({field: text}, before, lang)
    assert list(errors) == [field]
    assert sentence in errors[field]
    assert typed[field] == before[field]


def test_a_fourth_group_is_refused():
    typed, errors = take({"chosen": list("abcd")})
    assert "at most three" in errors["chosen"]
    assert typed["chosen"] == PLAN["chosen"]


def test_an_end_that_a_new_start_overtakes_is_refused():
    before = {**PLAN, "end": "2027-01-15"}
    typed, errors = take({"start": "2027-02-01", "end": "15/01/2027"}, before)
    assert list(errors) == ["end"]
    assert (typed["start"], typed["end"]) == ("2027-02-01", "")


@pytest.mark.parametrize("lang", LANGS)
def test_what_is_shown_is_understood_again(lang):
    kept = {**PLAN, "end": "2027-04-30", "budget": 12345.5, "target_contacts": 1500.0}
    text = as_typed(kept, PLAN_ENTRIES, lang)
    typed, errors = take({n: text[n] for n in kept if n in text}, kept, lang)
    assert errors == {}
    assert {n: typed[n] for n in kept} == kept
    assert all(
        means(text[name], kept[name], PLAN_ENTRIES[name], lang, course())
        for name in DATES & kept.keys()
    )
    assert means("", "", PLAN_ENTRIES["budget"], lang, course())
    assert not means("7", 12345.5, PLAN_ENTRIES["budget"], lang, course())


def test_the_longest_trial_is_a_year():
    last = date(2026, 12, 1) + timedelta(days=LONGEST)
    assert last == date(2027, 12, 2)
    assert take({"end": last.isoformat()})[1] == {}
    assert take({"end": (last + timedelta(days=1)).isoformat()})[1]


def test_a_trial_has_at_most_the_hours_of_three_months():
    assert take({"hours": "2232"})[1] == {}
    assert list(take({"hours": "2232.5"})[1]) == ["hours"]


@pytest.mark.parametrize("lang", LANGS)
def test_counts_are_whole_and_money_is_not(lang):
    value = {"spent": "120,5", "used": "2.5", "counted_contacts": "12"}
    typed, errors = take_entries({}, value, RESULT_ENTRIES, course(), lang)
    assert (typed["spent"], typed["used"], typed["counted_contacts"]) == (
        120.5,
        2.5,
        12,
    )
    assert errors == {}
    half = {"counted_contacts": "1.5"}
    assert take_entries({}, half, RESULT_ENTRIES, course(), lang)[1]


@pytest.mark.parametrize("lang", LANGS)
def test_every_advice_has_a_sentence_with_its_numbers(lang):
    for counted, spent, day in [
        (None, 0, TODAY),
        (1, 0, TODAY),
        (1, 0, trial().end),
        (4, 0, TODAY),
        (4, 500, TODAY),
    ]:
        result = {"counted_referrals_received": counted, "spent": spent}
        checked = review(trial(), result, day)
        sentence = advice_sentence(trial(), checked, Edition(course(), lang))
        if checked.advice in ("running", "go_on", "stop"):
            assert str(counted) in sentence
            assert "3" in sentence
    assert "2027" in rule_sentence(trial(), Edition(course(), lang))


@pytest.mark.parametrize(
    ("country", "rules"),
    [
        ("DE", ["R9", "R10"]),
        ("AT", ["R9", "R11"]),
        ("US", ["R11"]),
        ("other", ["R9", "R10", "R11"]),
    ],
)
def test_following_up_has_the_rules_of_the_country(country, rules):
    found = follow_up_rules(course(), profile(country=country))
    assert [note.id for note in found] == rules
    assert len(follow_up_rules(course(), None)) == 3


def test_every_count_has_a_name():
    for count in COUNTS:
        assert course().say(f"plan.count_{count}", "en")
