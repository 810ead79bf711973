"""Money of one's own: what is typed and shown is in the currency of the country.

Not held to it: what is quoted with its source (the facts on a type's card, the reasons
of ratings), questions of quizzes, and the businesses of the cases, each of which is in
the currency of its own country.
"""

import html
import io
import re
from datetime import date

import msgspec
import openpyxl
import pytest
from builders import course, profile
from pseudo import words_of

from netlesson import course as opened
from netlesson.activities.costs import costs_form
from netlesson.activities.own import own_form
from netlesson.activities.plan import plan_form, review_form
from netlesson.activities.profile import profile_form
from netlesson.activities.side_by_side import case_answer
from netlesson.content import LANGS, converted, load_course, local
from netlesson.course import Workbook
from netlesson.deciding import compare, own_groups, suggest, types
from netlesson.explaining.shown import Shown
from netlesson.form import Form
from netlesson.language import MONEY, NumberError
from netlesson.learning import Answers, MemoryJournal
from netlesson.report import files

TODAY = date(2026, 11, 23)
ABROAD = {"UK": "GBP", "CH": "CHF", "US": "USD"}
SIGNS = {"EUR": ("EUR", "€"), "GBP": ("GBP", "£"), "CHF": ("CHF",), "USD": ("USD", "$")}
BUSINESS = {
    "country": "UK",
    "market": "regional",
    "customers": "businesses",
    "money": "600",
    "hours": "10",
    "fixed_slot": "no",
    "need_1": "referrals",
}
FIVE = {
    "a plumber in Leeds": {
        **{"country": "UK", "market": "local", "customers": "consumers"},
        **{"money": "£900", "hours": "12", "fixed_slot": "yes"},
        **{"need_1": "referrals", "need_2": "commitment"},
    },
    "a café in Graz": {
        **{"country": "AT", "market": "local", "customers": "consumers"},
        **{"chamber": "idle", "money": "400 €", "hours": "5", "fixed_slot": "no"},
        **{"need_1": "reputation", "need_2": "trust"},
    },
    "a translator in Bern": {
        **{"country": "CH", "market": "international", "customers": "businesses"},
        **{"money": "Fr. 500", "hours": "5", "fixed_slot": "no"},
        **{"need_1": "fit", "need_2": "referrals"},
    },
    "a shop in Ohio": {
        **{"country": "US", "market": "local", "customers": "consumers"},
        **{"money": "$500", "hours": "6", "fixed_slot": "no"},
        **{"need_1": "reputation", "need_2": "variety"},
    },
    "a painter in Hannover": {
        **{"country": "DE", "market": "regional", "customers": "both"},
        **{"chamber": "active", "money": "1500", "hours": "10", "fixed_slot": "yes"},
        **{"need_1": "referrals", "need_2": "trust"},
    },
}
PLAN = {
    "chosen": ["associations", "own-1"],
    "start": "2026-12-01",
    "budget": "350",
    "hours": "30",
    "target_customers": "2",
    "decides": "customers",
    "least": "1",
}
KEPT_PLAN = PLAN | {
    "budget": 350.0,
    "hours": 30.0,
    "target_customers": 2.0,
    "least": 1.0,
}
COSTS = {"hour": "40", "brings_low": "100", "brings_usual": "200", "brings_high": "300"}
COSTS |= {"which": "events", "events-money": "450.50"}
QUOTED = {"quiz", "practice", "self_check", "sort", "match", "card", "cases", "suits"}
ELSEWHERE = {"start", "reflection", "histogram"}
GROUPS = list(course().groups)
# Each takes a while: the second language with the long tests.
BOTH = pytest.mark.parametrize(
    "lang", ["en", pytest.param("de", marks=pytest.mark.long)]
)


def sentence(typed, country, lang):
    there = local(course(), country)
    with pytest.raises(NumberError) as caught:
        MONEY.read(typed, there, lang)
    filling = MONEY.filling(there, lang)
    return there.say(caught.value.key, lang, typed=caught.value.typed, **filling)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("country", "typed", "amount"),
    [
        ("UK", "£600", 600),
        ("UK", "600 GBP", 600),
        ("UK", "600 Pfund", 600),
        ("CH", "Fr. 600", 600),
        ("CH", "SFr. 1\u2019200.\N{EN DASH}", 1200),
        ("CH", "600.\N{EN DASH}", 600),
        ("US", "US$ 99", 99),
        ("DE", "600 Euro", 600),
        ("AT", "1.200,50 €", 1200.5),
        ("other", "EUR 600", 600),
        ("UK", "600", 600),
    ],
)
def test_symbols_of_ones_own_currency_are_read(country, typed, amount, lang):
    assert MONEY.read(typed, local(course(), country), lang) == amount


def test_a_symbol_of_another_currency_is_refused_in_one_sentence():
    assert sentence("$600", "UK", "en") == (
        "You typed $600; amounts here are in GBP, because your country is “United "
        "Kingdom”. Type the amount in pounds."
    )
    assert "600 € eingegeben; Beträge stehen hier in CHF" in sentence(
        "600 €", "CH", "de"
    )
    assert "named no country with another currency" in sentence("£5", "other", "en")
    with pytest.raises(NumberError, match="no_number"):
        MONEY.read("Franz 600", local(course(), "CH"), "en")


def test_amounts_are_converted_to_two_digits_and_never_within_a_currency():
    assert converted(course(), 600, "EUR", "GBP") == 520
    assert converted(course(), 123.45, "GBP", "GBP") == 123.45
    assert converted(course(), 0, "EUR", "USD") == 0
    assert converted(course(), 600, "shells", "GBP") == 520
    here, there = (
        local(course(), country).ratings["chambers", "money"]
        for country in ("DE", "UK")
    )
    assert (here.low, here.value, here.high) == (125, 190, 250)
    assert (there.low, there.value, there.high) == (110, 170, 220)
    assert there.basis == "estimate"
    assert "converted" in there.reason["en"]
    assert "converted" not in here.reason["en"]


@pytest.mark.parametrize(("country", "own"), ABROAD.items())
def test_the_course_of_a_country_is_in_its_currency(country, own):
    there = local(course(), country)
    assert there.currency == own
    money = there.criteria["money"]
    most = there.currencies[own].most
    assert money.points == ((0, 1), (most, 0))
    for lang in LANGS:
        assert there.currencies[own].sign[lang] in money.unit[lang]
        assert not re.search(r"EUR|€|\{", money.jump[lang] + money.unit[lang])
    cells = [
        c for r in there.ratings.values() for c in r.cells if r.criterion == "money"
    ]
    assert {cell.currency for cell in cells} == {own}
    assert local(local(there, "DE"), country) is there
    assert local(course(), "DE").ratings == course().ratings


def test_every_country_needs_one_currency(tmp_path):
    text = (
        'extend = true\n[[currency]]\nid = "CHF"\nname = { en = "a", de = "b" }\n'
        'sign = { en = "a", de = "b" }\nsymbols = ["Fr."]\ncountries = ["AT"]\n'
        'rate = 2\nyear = 2026\nmost = 9\nscale = { en = "a", de = "b" }\n'
    )
    (tmp_path / "currencies.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="country AT has 2 currencies") as caught:
        load_course(tmp_path)
    assert "country CH has 0 currencies" in str(caught.value)


def test_the_same_budget_in_another_currency_knocks_out_the_same():
    for money in (100, 300, 900, 1500, 5000):
        outs = []
        for country in ("other", *ABROAD):
            there = local(course(), country)
            business = profile(
                country="other", money=converted(there, money, "EUR", there.currency)
            )
            found = compare(
                [
                    msgspec.structs.replace(
                        each,
                        **{
                            part: {
                                **getattr(each, part),
                                "money": converted(
                                    there,
                                    getattr(each, part)["money"],
                                    "EUR",
                                    there.currency,
                                ),
                            }
                            for part in ("ratings", "low", "high")
                        },
                    )
                    for each in types(course(), business, "en")
                ],
                list(there.criteria.values()),
                suggest(business, course()).weights,
                suggest(business, course()).knockouts,
            )
            outs.append(found.out)
        assert len(set(outs)) == 1


@pytest.fixture
def briton():
    """Somebody in Britain whose journal is from before there were currencies."""
    journal = MemoryJournal()
    whole = {**BUSINESS, "money": 600.0, "hours": 10.0}
    journal.append("profile", **whole)
    journal.append("costs", hour=40.0, own={"events": {"money": 450.0}})
    cells = {"money": {"state": "own", "value": 300.0, "low": 250.0}}
    cells["time"] = {"state": "own", "value": 6.0}
    group = {"type": "leads", "name": "Lions", "cells": cells}
    journal.append("own", groups={"own-1": group})
    journal.append("plan", **KEPT_PLAN)
    journal.append("result", spent=120.0)
    return Answers(course(), journal, "en")


def field(form, ident):
    return next(each for each in form.fields if each["id"] == ident)


def test_amounts_without_a_currency_are_euros_and_shown_converted(briton):
    assert briton.profile.money == 520
    assert (briton.costs.hour, briton.costs.own["events"].money) == (35, 390)
    cell = briton.own.groups[0].cell("money")
    assert (cell.low, cell.value) == (220, 260)
    assert (briton.plan["budget"], briton.result["spent"]) == (300, 100)
    said = (
        "You gave EUR\N{NO-BREAK SPACE}600. In pounds that is about "
        "GBP\N{NO-BREAK SPACE}520 (our rounded rate for 2026); correct it if you "
        "meant something else."
    )
    form = profile_form(briton)
    assert form.value["money"] == "520"
    assert said in field(form, "money")["help"]
    assert field(form, "money")["unit"] == "GBP a year"
    assert "You gave" not in field(form, "hours")["help"]
    assert "You gave EUR" in field(costs_form(briton), "hour")["help"]
    own = own_form(briton)
    assert "You gave EUR" in field(own, "value-own-1-money")["help"]
    own.enter(**{"own_criterion-own-1": "time"})
    assert "You gave" not in field(own, "value-own-1-time")["help"]
    assert "You gave EUR" in field(plan_form(briton), "budget")["help"]
    assert "You gave EUR" in field(review_form(briton), "spent")["help"]


def test_what_was_typed_stays_on_disk_until_it_is_typed_again(briton):
    before = list(briton.journal.events())
    form = profile_form(briton)
    form.enter(need_2="trust", fixed_slot="yes")
    briton.keep()
    assert list(briton.journal.events())[: len(before)] == before
    assert not {"money", "currency"} & {*briton.journal.latest("profile")}
    form.enter(country="DE")
    assert briton.profile.money == 600
    form.enter(country="US")
    assert (briton.profile.money, form.value["money"]) == (700, "700")
    form.enter(money="$650")
    briton.keep()
    assert form.errors == {}
    assert briton.journal.latest("profile") == {"money": 650.0, "currency": "USD"}
    assert "You gave" not in field(form, "money")["help"]
    costs_form(briton).enter(hour="45")
    briton.keep()
    kept = briton.journal.latest("costs")
    assert (kept["hour"], kept["currency"]) == (45, "USD")
    assert kept["own"]["events"]["money"] == briton.costs.own["events"].money == 520


def test_a_group_that_is_removed_and_brought_back_costs_the_same(briton):
    form = own_form(briton)
    form.press("own_remove")
    form.press("own_undo")
    assert briton.own.groups[0].cell("money").value == 260
    again = Answers(course(), briton.journal, "en")
    assert again.own.groups[0].cell("money").value == 260


def test_a_sign_typed_before_the_country_was_changed_is_no_fault():
    answers = Answers(course(), MemoryJournal(), "en")
    form = profile_form(answers)
    form.enter(country="DE")
    form.enter(money="€600")
    form.enter(country="UK")
    assert form.errors == {}
    assert form.value["money"] == "520"
    form.enter(money="€700")
    assert "amounts here are in GBP" in form.errors["money"]
    assert answers.typed["money"] == 520


def test_the_plan_that_chose_its_currency_keeps_its_worth():
    journal = MemoryJournal()
    journal.append("plan", **KEPT_PLAN, currency="GBP")
    journal.append("result", spent=100.0)
    answers = Answers(course(), journal, "en")
    assert (answers.plan["budget"], answers.result["spent"]) == (400, 120)


def test_points_of_a_case_are_not_said_to_be_the_learners_own():
    own = re.compile(
        r"[Yy]our (business|weights|limit)|Ihr\w* (Betrieb|Gewicht|Grenze)"
    )
    for case in course().cases.values():
        for lang in LANGS:
            reader = Answers(course(), MemoryJournal(), lang)
            text = words_of(case_answer(reader, case))
            points = text.partition(course().say("side.by_points", lang))[2]
            assert points
            assert not own.search(points), case.id


def test_a_case_is_in_the_currency_of_its_own_country(briton):
    for case in course().cases.values():
        text = words_of(case_answer(briton, case))
        others = {
            s
            for c, signs in SIGNS.items()
            if c != course().currency_of(case.profile.country)
            for s in signs
        }
        limits = re.findall(r"by (\S+) a year over", text)
        assert not [each for each in limits if any(s in each for s in others)]


@pytest.fixture(params=FIVE)
def somebody(request, monkeypatch):
    """Somebody with a business, who has typed wherever one can."""
    monkeypatch.setattr(opened, "display", lambda _: None)
    monkeypatch.setattr(own_groups, "new_id", lambda: "own-1")

    def made(lang):
        learner = Answers(course(), MemoryJournal(), lang)
        fill(profile_form(learner), **FIVE[request.param])
        form = own_form(learner)
        fill(form, own_type="leads", own_name="Lions")
        form.press("own_add")
        fill(form, **{"own_criterion-own-1": "money", "state-own-1-money": "own"})
        fill(form, **{"value-own-1-money": "900"})
        fill(costs_form(learner), **COSTS)
        fill(plan_form(learner, lambda: TODAY), **PLAN)
        fill(review_form(learner, lambda: TODAY), counted_customers="1", spent="400")
        return learner

    made.own = course().currency_of(FIVE[request.param]["country"])
    return made


def fill(form, **entries):
    for name, entry in entries.items():
        form.enter(**{name: entry})
    assert form.errors == {}


def said(node):
    """Yield all text in what a form sends to the page."""
    if isinstance(node, str):
        yield words_of(node) if "<" in node else node
    elif isinstance(node, dict):
        for key, inside in node.items():
            if key not in ("id", "kind"):
                yield from said(inside)
    elif isinstance(node, list | tuple):
        for inside in node:
            yield from said(inside)


def quoted(lang):
    """Return what is quoted with its source, the longest first."""
    cells = [c for rating in course().base.ratings.values() for c in rating.cells]
    known = [cell.reason[lang] for cell in cells]
    for records in (
        course().statements,
        course().findings,
        course().notes,
        course().steps,
    ):
        known += [each.text[lang] for each in records.values()]
    known += [each.limits[lang] for each in course().findings.values()]
    known += [each.title for each in course().sources.values()]
    known += [each.citation[lang] for each in course().findings.values()]
    known += [text.replace("ß", "ss") for text in known]  # as the Swiss read it
    return sorted(set(known), key=len, reverse=True)


def foreign(texts, own, lang):
    """Return each text in which another currency stands."""
    others = [s for c, signs in SIGNS.items() if c != own for s in signs]
    found = []
    for text in texts:
        text = " ".join(html.unescape(text).split())
        for each in quoted(lang) if any(sign in text for sign in others) else ():
            text = text.replace(" ".join(each.split()), " ")
        found += [text for sign in others if sign in text]
    return found


def shown(form):
    yield from said([form.fields, form.outputs, form.errors, form.status])
    yield words_of(form.fallback())
    for one in form.fields:
        if one["kind"] == "select" and one["id"] in {"group", "criterion", "which"}:
            for option in one["options"]:
                form.enter(**{one["id"]: option["id"]})
                yield from said([form.fields, form.outputs])


@BOTH
def test_no_activity_shows_money_of_another_country(somebody, lang, tmp_path):
    learner = somebody(lang)
    book, own = Workbook(course(), learner), 0
    calls = {"chart": GROUPS, "class_results": [str(tmp_path)]}
    names = [name for name in vars(Workbook) if not name.startswith("_")]
    for name in sorted({*names} - QUOTED - ELSEWHERE):
        for argument in calls.get(name, [None]):
            made = getattr(book, name)(*([argument] if argument else []))
            if isinstance(made, Form):
                texts = list(shown(made))
            elif isinstance(made, Shown):
                texts = [words_of(made._repr_html_())]
            else:
                continue
            assert foreign(texts, somebody.own, lang) == [], name
            own += any(s in text for s in SIGNS[somebody.own] for text in texts)
    assert own >= 12


@BOTH
def test_no_file_of_the_report_has_money_of_another_country(somebody, lang):
    learner = somebody(lang)
    for name, data in files(learner, TODAY):
        if name.endswith(".xlsx"):
            book = openpyxl.load_workbook(io.BytesIO(data))
            cells = [c.value for sheet in book for row in sheet.rows for c in row]
            texts = [cell for cell in cells if isinstance(cell, str)]
        elif name.endswith(".html"):
            texts = [words_of(data.decode())]
        else:
            texts = [re.sub(r"\r\n ", "", data.decode("utf-8-sig"))]
        assert foreign(texts, somebody.own, lang) == [], name
        assert any(s in text for s in SIGNS[somebody.own] for text in texts), name
