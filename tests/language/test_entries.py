"""What is typed is read in the learner's notation, or the last usable entry stays."""

import pytest
from builders import course

from netlesson.content import LANGS
from netlesson.language import (
    HOURS,
    MONEY,
    Amount,
    Day,
    NumberError,
    as_typed,
    means,
    take_entries,
)

NEEDED = Amount(100.0, needed=True)
ENTRIES = {"price": MONEY, "share": NEEDED, "day": Day()}
KEPT = {"price": 1200.5, "share": 50.0, "day": "2026-12-01"}


def take(value, before=KEPT, lang="en", **more):
    return take_entries(before, value, ENTRIES, course(), lang, **more)


@pytest.mark.parametrize("lang", LANGS)
def test_what_is_shown_is_read_back_and_means_what_is_kept(lang):
    shown = as_typed(KEPT, ENTRIES, lang)
    assert shown != KEPT
    assert take(shown, {}, lang) == (KEPT, {})
    assert all(means(shown[n], KEPT[n], ENTRIES[n], lang, course()) for n in KEPT)


def test_an_emptied_field_holds_nothing_unless_it_is_needed():
    typed, errors = take({"price": "", "share": " ", "day": ""})
    assert (typed["price"], typed["day"]) == ("", "")
    assert typed["share"] == 50.0
    assert errors == {"share": "Please type a number."}
    assert take({"share": " "}, {}, nothing=None) == ({"share": None}, {})


def test_what_is_no_use_leaves_the_last_usable_entry_in_force():
    typed, errors = take({"price": "lots", "share": "101", "day": "1.1.1999"})
    assert typed == KEPT
    assert "at most 100." in errors["share"]
    assert "from 2020 to 2100" in errors["day"]
    assert errors.keys() == KEPT.keys()


def test_what_is_no_entry_is_kept_as_it_is_and_what_is_not_shown_stays():
    assert take({"word": "any"}) == ({**KEPT, "word": "any"}, {})


def test_text_that_is_refused_stays_to_be_mended():
    assert means("lots", 1200.5, MONEY, "en", course())
    assert means("", 50.0, NEEDED, "en", course())
    assert not means("", 50.0, MONEY, "en", course())
    assert means("1200.50", 1200.5, MONEY, "en", course())
    assert not means("1200", 1200.5, MONEY, "en", course())
    assert not means(None, "", MONEY, "en", course())


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        *(("3 h", 3), ("3h", 3), ("2.5 hrs", 2.5), ("3 hours", 3), ("1 hour", 1)),
        *(("3 Std.", 3), ("2,5 Stunden", 2.5), ("1 Stunde", 1), ("3", 3), (".5", 0.5)),
    ],
)
def test_hours_may_say_that_they_are_hours(typed, hours, lang):
    assert HOURS.read(typed, course(), lang) == hours


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("entry", "typed", "key"),
    [
        (HOURS, "600,50 Euro", "no_number"),
        (HOURS, "2-3 h", "range"),
        (MONEY, "3 h", "no_number"),
        (MONEY, "500\u2013600 €", "range"),
        (MONEY, "ca. 500 €", "no_number"),
    ],
)
def test_an_amount_of_something_else_is_refused_in_one_sentence(
    entry, typed, key, lang
):
    with pytest.raises(NumberError) as caught:
        entry.read(typed, course(), lang)
    assert caught.value.key == f"wording.{key}"
    told = take_entries({}, {"x": typed}, {"x": entry}, course(), lang)[1]["x"]
    assert typed.strip(" €h") in told
