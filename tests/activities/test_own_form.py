"""The form for groups of one's own, without a browser."""

import pytest
from builders import course, profile

from netlesson.activities.comparison import (
    change_form,
    sure_form,
    weights_form,
    why_form,
)
from netlesson.activities.lesson import reflection_form
from netlesson.activities.own import own_form
from netlesson.activities.start import start_form
from netlesson.deciding import LONGEST_TEXT, MOST_GROUPS
from netlesson.learning import Answers, Journal
from netlesson.learning.profile import write_profile

LANGS = ["en", "de"]
BUSINESS = write_profile(profile())
SCRIPT = '<img src=x onerror="window.hit=1"> "q" {x} $1$ 🥐 שלום'


@pytest.fixture
def form(answers):
    return own_form(answers)


def add(form, kind="leads", name="Lion"):
    form.enter(own_type=kind, own_name=name)
    form.press("own_add")


def look_at(form, criterion, state="own", ident="own-1"):
    form.enter(**{f"own_criterion-{ident}": criterion})
    form.enter(**{f"state-{ident}-{criterion}": state})


def cell(answers, criterion):
    return answers.own.groups[0].cell(criterion)


def labels(form):
    return {
        field["id"]: [option["label"] for option in field["options"]]
        for field in form.fields
        if "options" in field
    }


def test_a_group_is_added_changed_copied_removed_and_undone(form, answers):
    add(form)
    assert [each.name for each in answers.own.groups] == ["Lion"]
    assert answers.comparison().alternatives[-1].name == "Lion"
    form.enter(**{"name-own-1": "Lion Inn", "seat_taken-own-1": "no"})
    look_at(form, "money")
    form.enter(**{"value-own-1-money": "1100", "note-own-1-money": "asked them"})
    assert (cell(answers, "money").value, cell(answers, "money").note) == (
        1100,
        "asked them",
    )
    assert "asked them" in form.outputs["own_sheet"]
    form.press("own_copy")
    assert answers.alternatives[-1].name == "Lion Inn (2)"
    assert answers.alternatives[-1].ratings["money"] == 1100
    form.press("own_remove")
    form.press("own_undo")
    assert len(answers.own.groups) == 2
    form.press("own_undo")
    assert len(answers.own.groups) == 1


def test_a_type_has_to_be_chosen_first(form, answers):
    form.enter(own_name="Lion")
    form.press("own_add")
    assert form.errors == {"own_type": "Choose a type first."}
    assert answers.own.groups == ()


def test_the_form_opens_with_what_was_kept(form, answers, journal):
    add(form, name=SCRIPT)
    look_at(form, "trust")
    form.enter(**{"value-own-1-trust": "4", "low-own-1-trust": "3"})
    again = Answers(course(), Journal(journal.path.parent), "de")
    shown = own_form(again)
    assert shown.value["name-own-1"] == SCRIPT
    shown.enter(**{"own_criterion-own-1": "trust"})
    assert shown.value["value-own-1-trust"] == "4"
    assert shown.value["low-own-1-trust"] == "3"
    assert "(von 3 bis 4)" in shown.outputs["own_sheet"]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("0", 0.0),
        ("12.000,50", 12000.5),
        ("12,000.50", 12000.5),
        ("€ 1100", 1100.0),
        ("-5", "wording.too_small"),
        ("1e12", "wording.no_number"),
        ("1000000000000", "wording.too_large"),
        ("", "wording.empty_number"),
        ("  ", "wording.empty_number"),
        ("lots", "wording.no_number"),
    ],
)
def test_a_price_is_understood_or_refused_beside_its_field(
    journal, lang, typed, understood
):
    answers = Answers(course(), journal, lang)
    form = own_form(answers)
    add(form)
    look_at(form, "money")
    form.enter(**{"value-own-1-money": "700"})
    form.enter(**{"value-own-1-money": typed})
    if isinstance(understood, float):
        assert cell(answers, "money").value == understood
        assert form.errors == {}
        return
    assert cell(answers, "money").value == 700
    most = {"en": "1,000,000", "de": "1.000.000"}[lang]
    sentence = course().say(understood, lang, typed=typed, most=most)
    assert form.errors == {"value-own-1-money": sentence}
    assert form.value["value-own-1-money"] == typed


def test_a_thousand_that_could_be_one_is_refused(form):
    add(form)
    look_at(form, "money")
    form.enter(**{"value-own-1-money": "12.000"})
    assert "two different numbers" in form.errors["value-own-1-money"]


def test_a_range_that_does_not_hold_its_figure_is_refused_beside_its_end(form, answers):
    add(form)
    look_at(form, "trust")
    form.enter(**{"value-own-1-trust": "3"})
    form.enter(**{"low-own-1-trust": "4"})
    assert list(form.errors) == ["low-own-1-trust"]
    form.enter(**{"low-own-1-trust": "", "high-own-1-trust": "2"})
    assert list(form.errors) == ["high-own-1-trust"]
    form.enter(**{"value-own-1-trust": "", "low-own-1-trust": "4"})
    assert list(form.errors) == ["high-own-1-trust"]
    form.enter(**{"value-own-1-trust": "4", "high-own-1-trust": "5"})
    assert form.errors == {}
    kept = cell(answers, "trust")
    assert (kept.low, kept.value, kept.high) == (4, 4, 5)


@pytest.mark.parametrize("lang", LANGS)
def test_unknown_is_said_in_the_list_the_sheet_the_ranking_and_the_checklist(
    journal, lang
):
    answers = Answers(course(), journal, lang)
    answers.set_profile(BUSINESS)
    form, weights, why = own_form(answers), weights_form(answers), why_form(answers)
    add(form)
    look_at(form, "referrals", "unknown")
    name = course().criteria["referrals"].name[lang]
    assert name in form.outputs["own_list"]
    low = course().say("own.rating_unknown", lang, low="1", high="5")
    assert low in form.outputs["own_sheet"]
    assert course().say("own.still_open", lang) in form.outputs["own_visit"]
    said = course().say("bars.unknown", lang, names=name)
    assert said in weights.outputs["ranking"]
    assert name in why.outputs["overview"]


def test_a_note_of_501_characters_is_refused_and_one_of_500_is_kept(form, answers):
    add(form, name="n" * LONGEST_TEXT)
    look_at(form, "fit", "unknown")
    form.enter(**{"note-own-1-fit": "z" * LONGEST_TEXT})
    form.enter(**{"note-own-1-fit": "z" * (LONGEST_TEXT + 1)})
    assert form.errors == {
        "note-own-1-fit": "That is too long. Use at most 500 characters."
    }
    assert cell(answers, "fit").note == "z" * LONGEST_TEXT
    form.enter(**{"name-own-1": "z" * (LONGEST_TEXT + 1)})
    assert answers.own.groups[0].name == "n" * LONGEST_TEXT


def test_typing_never_replaces_the_fields_and_is_undone_as_one(form, answers):
    """New fields would drop the letters that are still on their way."""
    add(form, name="")
    before = form.fields
    for word in ("L", "Li", "Lion"):
        form.enter(**{"name-own-1": word})
    assert form.fields is before or form.fields == before
    assert "Lion" in form.outputs["own_list"]
    form.press("own_undo")
    assert answers.own.groups[0].name == ""


def test_a_new_name_stands_in_every_list_after_the_next_choice(form, answers):
    answers.set_profile(BUSINESS)
    why = why_form(answers)
    add(form)
    form.enter(**{"name-own-1": "Bear"})
    form.enter(**{"guests-own-1": "yes"})
    assert labels(form)["own_pick"] == ["Bear"]
    assert "Bear" in labels(why)["one"]


def test_after_the_twelfth_there_is_no_thirteenth(form, answers):
    for _ in range(MOST_GROUPS):
        add(form)
    assert {"own_add", "own_copy"} <= set(form.disabled)
    form.press("own_copy")
    form.enter(own_type="leads")
    form.press("own_add")
    assert len(answers.own.groups) == MOST_GROUPS


def test_types_can_be_left_out_until_two_groups_are_left(form, answers):
    form.enter(own_types=["leads", "events"])
    assert [each.id for each in answers.alternatives] == ["leads", "events"]
    form.enter(own_types=["leads"])
    assert form.errors == {
        "own_types": "At least two groups have to stay in the comparison."
    }
    assert len(answers.alternatives) == 2
    add(form)
    form.enter(own_types=["leads"])
    assert len(answers.alternatives) == 2
    form.press("own_remove")
    assert "At least two" in form.status
    assert len(answers.own.groups) == 1


def test_a_type_steps_aside_for_a_real_group_says_so_and_can_be_ticked(form, answers):
    add(form)
    assert "Leads groups" in form.status
    assert form.value["own_types"] == [n for n in course().groups if n != "leads"]
    assert "leads" not in [each.id for each in answers.alternatives]
    form.enter(own_types=list(course().groups))
    assert "leads" in [each.id for each in answers.alternatives]
    add(form, name="Harbour")
    assert "leads" in [each.id for each in answers.alternatives]
    form.press("own_undo")
    form.press("own_undo")
    assert "leads" not in [each.id for each in answers.alternatives]


def test_the_explanations_follow_what_is_compared(form, answers):
    answers.set_profile(BUSINESS)
    why, change, sure = why_form(answers), change_form(answers), sure_form(answers)
    add(form)
    assert labels(why)["one"][-1] == "Lion"
    assert "Leads groups" not in labels(why)["one"]
    form.enter(own_types=list(course().groups))
    why.enter(one="own-1", other="leads")
    assert "“Lion” and “Leads groups” are level" in why.outputs["why"]
    assert "Tied on rank" in why.outputs["overview"]
    change.enter(wanted="own-1")
    assert "Lion" in change.outputs["changes"]
    assert "Lion" in sure.outputs["sure"]
    form.press("own_remove")
    assert "own-1" not in why.value.values()
    assert "own-1" not in change.value.values()
    assert why.outputs["why"]


@pytest.mark.parametrize("kind", course().groups)
def test_the_checklist_is_that_of_the_type(form, kind):
    add(form, kind)
    for question in course().groups[kind].visit:
        assert str(question.text["en"]) in form.outputs["own_visit"].replace(
            "&#39;", "'"
        )


def test_what_a_learner_types_is_never_html(form, answers):
    answers.set_profile(BUSINESS)
    why, weights = why_form(answers), weights_form(answers)
    change, sure = change_form(answers), sure_form(answers)
    add(form, name=SCRIPT)
    look_at(form, "trust")
    form.enter(**{"value-own-1-trust": "5", "note-own-1-trust": SCRIPT})
    answers.set_points({**dict.fromkeys(course().criteria, 0.0), "trust": 100.0})
    why.enter(one="own-1", other="leads")
    change.enter(wanted="own-1")
    for each in (form, why, weights, change, sure):
        for html in each.outputs.values():
            assert "<img src=x" not in html
    assert "&lt;img" in why.outputs["why"]
    assert "&lt;img" in weights.outputs["ranking"]


def test_a_case_is_taken_after_asking_and_can_be_taken_back(answers):
    answers.set_profile({"country": "DE"})
    form = start_form(answers)
    form.press("take")
    assert form.errors == {"case": "Choose a business first."}
    form.enter(case="heating")
    form.press("take")
    assert answers.typed == {"country": "DE"}
    form.press("keep")
    assert answers.typed == {"country": "DE"}
    form.press("take")
    form.press("replace")
    assert answers.profile == course().cases["heating"].profile
    assert "Leads groups" in form.outputs["now"]
    form.press("back")
    assert answers.typed == {"country": "DE"}


def test_a_case_needs_no_question_while_nothing_is_answered(answers):
    form = start_form(answers)
    form.enter(case="cafe")
    form.press("take")
    assert answers.profile == course().cases["cafe"].profile
    form.enter(case="heating")
    form.press("take")
    assert answers.profile == course().cases["heating"].profile


@pytest.mark.parametrize("lang", LANGS)
def test_a_group_without_a_name_is_called_after_its_type(journal, lang):
    answers = Answers(course(), journal, lang)
    form, kind = own_form(answers), course().groups["leads"].name[lang]
    for _ in range(2):
        add(form, name="")
    own = [each.name for each in answers.alternatives if each.own]
    called = {"en": f"Own group: {kind}", "de": f"Eigene Gruppe: {kind}"}[lang]
    assert own == [called, f"{called} (2)"]


@pytest.mark.parametrize("lang", LANGS)
def test_the_label_of_a_note_names_what_it_is_about(journal, lang):
    answers = Answers(course(), journal, lang)
    form = own_form(answers)
    add(form)
    for name, criterion in course().criteria.items():
        look_at(form, name)
        note = next(f for f in form.fields if f["id"] == f"note-own-1-{name}")
        assert criterion.name[lang] in note["label"]
    prompts = set()
    for about in (*course().groups, "decide-choice"):
        label = reflection_form(answers, about).fields[0]["label"]
        known = course().groups.get(about)
        assert known is None or known.name[lang] in label
        prompts.add(label)
    assert len(prompts) == len(course().groups) + 1
