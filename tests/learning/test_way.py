"""Where a notebook lies on a learner's way, and in which one a learner works."""

import pytest
from builders import course, profile

from netlesson.activities.lesson import way_bar
from netlesson.commands import copying
from netlesson.content import LANGS
from netlesson.learning import Answers, Journal, MemoryJournal, progress_of, stop, way
from netlesson.learning.profile import write_profile


@pytest.fixture
def learner():
    return Answers(course(), MemoryJournal(), "en")


@pytest.fixture
def known(learner):
    learner.set_profile(write_profile(profile()))
    return learner


def test_who_always_goes_on_comes_by_every_notebook_of_the_way_once(known):
    steps, here, seen = way(known), "00_start", []
    while here and here not in seen:
        seen.append(here)
        here = stop(known, here).after if len(seen) < len(steps) else ""
    assert tuple(seen) == steps


def test_back_is_the_way_in_the_other_direction(known):
    steps = way(known)
    assert [stop(known, each).before for each in steps] == ["", *steps[:-1]]


def test_a_notebook_beside_the_way_leads_back_to_it(known):
    steps = way(known)
    beside = "07_side_by_side"
    assert beside not in steps
    found = stop(known, beside)
    assert found.before == max(each for each in steps if each < beside)
    assert found.after == "08_compare"


def test_what_has_nothing_open_is_passed_by(learner, known):
    steps = way(known)
    learner.set_points(dict.fromkeys(course().criteria, 10.0))
    learner.keep()
    open_ones = {step.notebook for step in progress_of(learner).open}
    assert "08_compare" not in open_ones
    assert stop(learner, steps[2]).after == "09_costs"
    assert stop(learner, steps[2]).done == (1, len(steps))


def test_at_the_end_the_way_leads_to_what_was_left_open(known):
    assert stop(known, way(known)[-1]).after == "00_start"


@pytest.mark.parametrize("name", ["00_start", "02_leads_groups", "09_decide"])
def test_the_place_is_that_of_the_file(learner, known, name):
    files = 11
    numbers = {"00_start": 1, "02_leads_groups": 3, "09_decide": 11}
    assert stop(learner, name).place == (numbers[name], files)


@pytest.mark.parametrize("lang", LANGS)
def test_both_bars_are_landmarks_of_their_own_that_mark_the_page(lang):
    answers = Answers(course(), MemoryJournal(), lang)
    top, end = (way_bar(answers, "02_leads_groups", at) for at in ("top", "end"))
    label = [each.partition('aria-label="')[2].partition('"')[0] for each in (top, end)]
    assert len({*label, ""}) == 3
    for each in (top, end):
        assert each.count("<nav") == each.count('aria-current="page"') == 1
        assert course().groups["leads"].name[lang] in each


def test_only_notebooks_that_are_there_are_linked(learner, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert "href" not in way_bar(learner, "02_leads_groups", "top")
    (tmp_path / "01_chambers.ipynb").touch()
    bar = way_bar(learner, "02_leads_groups", "top")
    assert '<a href="01_chambers.ipynb" rel="prev">' in bar
    assert bar.count("href") == 1


def test_a_notebook_of_an_earlier_version_has_no_bar(learner):
    assert way_bar(learner, "", "top") == ""


def test_a_name_that_nobody_knows_is_shown_as_text(learner):
    assert "10_&lt;b&gt;" in way_bar(learner, "10_<b>", "top")


def places(journal):
    return [event.data["id"] for event in journal.events("notebook")]


def test_where_one_works_is_kept_once_there_is_an_answer(learner):
    learner.stay_at("01_chambers")
    assert learner.journal.events() == ()
    learner.record("reflection", id="chambers", text="mine")
    learner.record("reflection", id="chambers", text="mine, too")
    assert places(learner.journal) == ["01_chambers"]
    assert learner.attempts == ()


def test_of_two_open_notebooks_the_one_that_was_answered_in_last_counts(tmp_path):
    one, other = (Answers(course(), Journal(tmp_path), "en") for _ in range(2))
    one.stay_at("01_chambers")
    other.stay_at("02_leads_groups")
    one.record("reflection", id="chambers", text="mine")
    other.record("reflection", id="leads", text="mine")
    one.record("reflection", id="chambers", text="again")
    assert places(Journal(tmp_path)) == [
        "01_chambers",
        "02_leads_groups",
        "01_chambers",
    ]


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([], ""),
        ([("reflection", {"id": "x", "text": "y"})], ""),
        ([("notebook", {"id": "01_chambers"})], "01_chambers"),
        ([("notebook", {"id": "01_chambers"}), ("notebook", {"id": "gone"})], ""),
        ([("notebook", {"id": "../../x"})], ""),
        ([("notebook", {})], ""),
    ],
)
def test_the_course_opens_where_the_learner_stopped(
    tmp_path, monkeypatch, events, expected
):
    """A journal of an earlier version, or a damaged one, opens the first notebook."""
    monkeypatch.delenv("NETLESSON_HOME", raising=False)
    (tmp_path / "notebooks/en").mkdir(parents=True)
    (tmp_path / "notebooks/en/01_chambers.ipynb").touch()
    (tmp_path / "x.ipynb").touch()
    for kind, data in events:
        Journal(tmp_path / "my_work").append(kind, **data)
    assert copying._last_notebook(tmp_path, "en") == expected


def test_a_journal_of_a_newer_version_does_not_keep_the_course_shut(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("NETLESSON_HOME", str(tmp_path))
    (tmp_path / "journal.jsonl").write_text('{"schema": 99}\n')
    assert copying._last_notebook(tmp_path, "en") == ""
