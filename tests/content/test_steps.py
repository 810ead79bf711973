"""What to do next is answered for each type and country, in its own money."""

import itertools
import re
from pathlib import Path
from typing import get_args

import pytest
from builders import ROOT, course, own_folder, shipped

from netlesson.content import LANGS, ContentError, Country, load_course
from netlesson.content.model import Topic

TOPICS, COUNTRIES = get_args(Topic), get_args(Country)
MONEY = {
    "EUR": re.compile(r"€|\bEUR\b|\b[Ee]uros?\b"),
    "CHF": re.compile(r"\bCHF\b|\bFranken\b|\bfrancs?\b"),
    "GBP": re.compile(r"£|\bGBP\b|\bPfund\b|\bpounds?\b"),
    "USD": re.compile(r"\$|\bUSD\b|\b[Dd]ollars?\b"),
}
OWN = {"DE": "EUR", "AT": "EUR", "CH": "CHF", "UK": "GBP", "US": "USD"}
LONGEST = 420


def steps():
    return course().steps.values()


def strange_money(step, lang):
    """Return the currencies named that are not those of the countries."""
    own = {OWN.get(country) for country in step.countries}
    allowed = own if len(own) == 1 else set()
    return {c for c in MONEY if MONEY[c].search(step.text[lang])} - allowed


@pytest.mark.parametrize("country", COUNTRIES)
def test_each_topic_is_answered_for_each_type(country):
    for group in course().groups:
        found = course().steps_for(group, country)
        assert tuple(found) == TOPICS
        assert all(step.text[lang] for step in found.values() for lang in LANGS)


@pytest.mark.parametrize("country", COUNTRIES)
def test_what_differs_by_type_is_not_answered_for_all_types_at_once(country):
    for group, topic in itertools.product(course().groups, TOPICS):
        if topic not in ("contract", "tax"):
            assert course().steps_for(group, country)[topic].group == group


def test_tax_depends_on_the_country_alone():
    tax = [course().steps_for(g, c)["tax"] for g in course().groups for c in COUNTRIES]
    assert {step.group for step in tax} == {None}
    assert len({step.id for step in tax}) == len(COUNTRIES)
    for step in tax:
        assert re.search("tax adviser|accountant", step.text["en"])
        assert re.search("Steuer|Treuhand", step.text["de"])


def test_the_closest_step_is_taken():
    said = {
        ("leads", "UK"): "contract-leads-uk",  # the type in the country
        ("chambers", "DE"): "contract-de",  # the country
        ("leads", "other"): "contract-leads",  # the type
        ("chambers", "other"): "contract",  # all
    }
    for place, ident in said.items():
        assert course().steps_for(*place)["contract"].id == ident


def test_no_step_is_written_for_nobody():
    places = itertools.product(course().groups, COUNTRIES)
    taken = {s.id for p in places for s in course().steps_for(*p).values()}
    # Those that hold for all are there for types of a teacher's own.
    assert {s.id for s in steps() if s.group or s.countries} <= taken


@pytest.mark.parametrize("lang", LANGS)
def test_no_step_names_the_money_of_another_country(lang):
    assert [s.id for s in steps() if strange_money(s, lang)] == []
    named = {c for c in MONEY for s in steps() if MONEY[c].search(s.text[lang])}
    assert named == set(MONEY), "else this could not fail"


@pytest.mark.parametrize("lang", LANGS)
def test_every_figure_has_a_source(lang):
    assert [
        s.id for s in steps() if re.search(r"\d", s.text[lang]) and not s.sources
    ] == []


@pytest.mark.parametrize("lang", LANGS)
def test_a_step_is_read_on_a_phone(lang):
    assert {
        s.id: len(s.text[lang]) for s in steps() if len(s.text[lang]) > LONGEST
    } == {}


@pytest.mark.parametrize("lang", LANGS)
def test_the_same_numbers_stand_in_both_languages(lang):
    def numbers(text, mark):
        return sorted(
            re.findall(r"\d+", re.sub(rf"(?<=\d){mark}(?=\d{{3}}\b)", "", text))
        )

    other = next(each for each in LANGS if each != lang)
    marks = {"en": ",", "de": r"\."}
    odd = [
        s.id
        for s in steps()
        if set(numbers(s.text[lang], marks[lang]))
        - set(numbers(s.text[other], marks[other]))
    ]
    assert odd == []


def test_nothing_is_promised():
    for step in steps():
        assert not re.search(r"\byou will\b|\bguarantee", step.text["en"]), step.id
        assert not re.search(r"\bSie werden\b|\bgarantiert", step.text["de"]), step.id


def test_what_is_normal_names_ones_own_break_even():
    for step in steps():
        if step.topic == "normal":
            assert re.search("break-even", step.text["en"]), step.id


def test_a_type_of_ones_own_is_answered_too():
    own = load_course(ROOT / "examples" / "own_content")
    seventh = list(own.groups)[-1]
    assert seventh not in course().groups
    for country in COUNTRIES:
        assert tuple(own.steps_for(seventh, country)) == TOPICS


def test_a_step_of_ones_own_stands_in_place_of_ours(tmp_path):
    mine = (
        'extend = true\n[[step]]\nid = "tax-uk"\ntopic = "tax"\ncountries = ["UK"]\n'
        'text = { en = "Ask Ann.", de = "Fragen Sie Anna." }\n'
    )
    own = load_course(own_folder(tmp_path, steps=mine))
    assert own.steps_for("leads", "UK")["tax"].text["en"] == "Ask Ann."
    assert len(own.steps) == len(course().steps)


def test_all_steps_may_be_left_out(tmp_path):
    own = load_course(own_folder(tmp_path, steps="step = []"))
    assert own.steps_for("leads", "UK") == {}


def faults(folder: Path) -> list[str]:
    with pytest.raises(ContentError) as caught:
        load_course(folder)
    return [each for each in caught.value.faults if each.startswith("steps.toml")]


def test_nothing_is_said_about_a_type_that_was_left_out(tmp_path):
    """Who leaves out a type has much to change; our steps are not among it."""
    groups = shipped("groups.toml").partition('[[group]]\nid = "informal"')[0]
    assert groups != shipped("groups.toml")
    assert faults(own_folder(tmp_path / "ours", groups=groups)) == []
    mine = {"groups": groups, "steps": shipped("steps.toml")}
    found = faults(own_folder(tmp_path / "mine", **mine))
    assert "group 'informal' does not exist" in found[0]
