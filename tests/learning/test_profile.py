"""What is asked about a business follows from the record, field by field."""

from dataclasses import replace
from typing import Literal

import msgspec
import pytest
from builders import course, profile, text

from netlesson.activities.profile import profile_form
from netlesson.content import Profile
from netlesson.learning import (
    Answers,
    Journal,
    open_questions,
    profile_entries,
    questions,
)
from netlesson.learning.profile import read_profile, write_profile


class Bigger(Profile, frozen=True, kw_only=True):
    """A profile that also knows how long, how many, and whether one may travel."""

    age: Literal["new", "old"]
    staff: float
    travels: bool


NEW = {"age": "new", "staff": 3.0, "travels": False}
WORDS = ("age", "age_new", "age_old", "staff", "staff_unit", "travels")


def bigger_profile():
    return Bigger(**msgspec.structs.asdict(profile()), **NEW)


@pytest.fixture
def bigger(monkeypatch):
    monkeypatch.setattr("netlesson.learning.profile.Profile", Bigger)
    phrases = {f"profile.{name}": text(name) for name in WORDS}
    return replace(course(), strings={**course().strings, **phrases})


def test_a_new_field_is_asked_for_kept_read_and_written(bigger, tmp_path):
    answers = Answers(bigger, Journal(tmp_path), "en")
    usual = write_profile(bigger_profile())
    form = profile_form(answers)
    kinds = {field["id"]: field["kind"] for field in form.fields}
    assert (kinds["age"], kinds["staff"], kinds["travels"]) == (
        "choice",
        "number",
        "choice",
    )
    form.enter(**{n: f"{a:g}" if isinstance(a, float) else a for n, a in usual.items()})
    assert form.errors == {}
    assert answers.profile == bigger_profile()
    form.enter(staff="-1")
    assert "less than nothing" in form.errors["staff"]
    again = Answers(bigger, Journal(tmp_path), "de")
    assert again.profile == read_profile(usual, bigger) == bigger_profile()


@pytest.mark.parametrize("name", NEW)
def test_a_new_field_that_is_open_is_named_where_the_ranking_will_be(
    bigger, tmp_path, name
):
    answers = Answers(bigger, Journal(tmp_path), "en")
    answers.set_profile({**write_profile(bigger_profile()), name: ""})
    assert answers.profile is None
    assert open_questions(answers.typed) == [name]
    assert f"<li>{name}</li>" in profile_form(answers).outputs["result"]


@pytest.mark.parametrize("name", WORDS)
def test_a_new_field_without_its_words_is_refused_by_name(bigger, tmp_path, name):
    del bigger.strings[f"profile.{name}"]
    with pytest.raises(KeyError, match=rf"'profile\.{name}'"):
        profile_form(Answers(bigger, Journal(tmp_path), "en"))


def test_a_new_field_that_nobody_can_be_asked_for_is_refused_by_name(monkeypatch):
    class Odd(Profile, frozen=True, kw_only=True):
        colours: list[str]

    monkeypatch.setattr("netlesson.learning.profile.Profile", Odd)
    with pytest.raises(TypeError, match="profile field 'colours' is list"):
        questions()


def test_whatever_makes_no_profile_is_said_to_be_open():
    whole = write_profile(profile())
    for name in questions():
        for damage in (None, "", 5, "mars", -1.0, True, ["x"], float("nan")):
            typed = {**whole, name: damage}
            assert (read_profile(typed, course()) is None) == bool(
                open_questions(typed)
            )


def test_an_amount_is_as_large_as_its_year_or_month_allows():
    most = {name: amount.most for name, amount in profile_entries().items()}
    assert most == {"money": 1_000_000, "hours": 744}
    assert all(amount.needed for amount in profile_entries().values())
