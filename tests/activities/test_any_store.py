"""What a learner sees does not depend on where the answers are kept."""

import itertools
import re
from datetime import datetime
from uuid import UUID

import pytest
from builders import course
from playing import right, shown, wrong

from netlesson.activities.handin import handin_form
from netlesson.activities.keeping import keeping_form, where_kept
from netlesson.activities.lesson import progress_form, reflection_form, suits_form
from netlesson.activities.plan import plan_form
from netlesson.activities.profile import profile_form
from netlesson.activities.quiz import quiz_form
from netlesson.activities.side_by_side import cases_form
from netlesson.classroom import handin
from netlesson.commands import own_file
from netlesson.content import LANGS, UserError
from netlesson.form import File
from netlesson.learning import Answers, Journal, MemoryJournal

BUSINESS = {
    "country": "DE", "market": "local", "customers": "both",
    "money": "500", "hours": "5", "fixed_slot": "no",
}  # fmt: skip
PLAN = {"start": "2026-12-01", "budget": "350", "target_contacts": "15"}


class OnDisk:
    """A file, and for every kernel a journal of its own."""

    def __init__(self, folder):
        self.folder = folder

    def open(self):
        return Journal(self.folder)


class InMemory:
    """One journal for all."""

    def __init__(self, _folder):
        self.journal = MemoryJournal()

    def open(self):
        return self.journal


class Noon(datetime):
    """A clock that stands still."""

    @classmethod
    def now(cls, tz=None):
        return datetime(2026, 11, 23, 12, tzinfo=tz)


@pytest.fixture
def same_ids(monkeypatch):
    """Let ids, which decide the order of options, and times be the same in each run."""

    def begin():
        numbers = itertools.count(1)
        for module in ("learning.journal", "activities.quiz"):
            monkeypatch.setattr(
                f"netlesson.{module}.uuid4", lambda: UUID(int=next(numbers))
            )
        monkeypatch.setattr(handin.secrets, "token_hex", lambda n: "ab" * n)
        monkeypatch.setattr(handin, "datetime", Noon)

    return begin


def page(form):
    return form.fields, form.value, form.outputs, form.errors, form.marks


def play(form, respond, steps):
    for _ in range(steps):
        form.enter(**respond(shown(form), form.lang))
        form.press("check")
        yield page(form)
        form.press("next")


def learn(kept, lang):
    """Yield all that a learner sees, who closes the notebook now and then."""
    answers = Answers(course(), kept.open(), lang)
    profile = profile_form(answers)
    profile.enter(**BUSINESS)
    yield page(profile)
    yield from play(quiz_form(answers, "chambers", 6), wrong, 3)
    note = reflection_form(answers, "chambers")
    note.enter(text="Mañana, “perhaps” 🙂")
    for choice in ("leads", "informal"):
        suits = suits_form(answers, "cafe")
        suits.enter(choice_cafe=choice)
        suits.press("compare")
        yield page(suits)

    answers = Answers(course(), kept.open(), lang)
    assert answers.profile.money == 500
    quiz = quiz_form(answers, "chambers", 6)
    yield page(quiz)
    yield from play(quiz, right, 4)  # the third once more, and the rest
    yield page(reflection_form(answers, "chambers"))
    cases = cases_form(answers)
    cases.enter(case="cafe")
    assert cases.value["choice_cafe"] == "informal"
    yield page(cases)
    plan = plan_form(answers, lambda: Noon.now().date())
    plan.enter(chosen=["leads"], **PLAN)
    yield page(plan)

    answers = Answers(course(), kept.open(), lang)
    yield page(plan_form(answers, lambda: Noon.now().date()))
    form = handin_form(answers)
    form.enter(name="Zoë", written=["chambers"])
    yield page(form)
    yield page(progress_form(answers))
    yield list(own_file.report(answers))[1:]


@pytest.mark.parametrize("lang", LANGS)
def test_a_learner_sees_the_same_on_every_store(tmp_path, same_ids, lang):
    seen = []
    for number, store in enumerate((OnDisk, InMemory)):
        same_ids()
        kept = store(tmp_path / str(number))
        seen.append([repr(each) for each in learn(kept, lang)])
        assert len(kept.open().events("attempt")) == 7
    assert seen[0] == seen[1]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("here", [OnDisk, InMemory])
@pytest.mark.parametrize("there", [OnDisk, InMemory])
def test_answers_are_taken_from_one_store_to_another(
    tmp_path, same_ids, here, there, lang
):
    same_ids()
    kept = here(tmp_path / "here")
    list(learn(kept, lang))
    journal = kept.open()
    file = keeping_form(Answers(course(), journal, lang))._on_download["download"]()
    assert file.data == journal.export_bytes()

    fresh = there(tmp_path / "there").open()
    answers = Answers(course(), fresh, lang)
    quiz, form = quiz_form(answers, "chambers", 6), keeping_form(answers)
    for new, known in ((len(journal.events()), 0), (0, len(journal.events()))):
        form._on_upload["upload"](file)
        said = course().say(
            "keeping.took_over", lang, new=new, known=known, unreadable=0
        )
        assert said in form.outputs["merged"]
    assert fresh.events() == journal.events()
    assert answers.typed == Answers(course(), journal, lang).typed
    assert shown(quiz) is None, "the form that was open shows the finished round"

    form._on_upload["upload"](File("photo.jpg", b"\xff\xd8"))
    assert form.errors == {"upload": course().say("journal.foreign", lang, lines=1)}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("store", [OnDisk, InMemory])
def test_starting_anew_keeps_a_copy(tmp_path, same_ids, store, lang):
    same_ids()
    kept = store(tmp_path)
    list(learn(kept, lang))
    journal, yes = kept.open(), course().say("progress.reset_word", lang)
    before = journal.export_bytes()
    answers = Answers(course(), journal, lang)
    assert own_file.reset(answers, lambda _question: "") == course().say(
        "progress.reset_kept", lang
    )
    assert journal.export_bytes() == before
    asked = []
    done = own_file.reset(answers, lambda question: asked.append(question) or yes)
    backup = re.search(r"\S*journal-[\d-]+\.jsonl", asked[0])[0]
    assert backup in done
    assert journal.events() == ()
    aside = journal.put_aside or {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    assert list(aside.values()) == [before]
    assert own_file.reset(answers, lambda _question: yes) == course().say(
        "progress.reset_nothing", lang
    )


@pytest.mark.parametrize("lang", LANGS)
def test_a_learner_is_told_what_does_not_last(tmp_path, lang):
    memory = Answers(course(), MemoryJournal(), lang)
    said = course().say("keeping.kept_visit", lang, entries=0)
    assert said in where_kept(memory)
    assert next(own_file.report(memory)) == said
    with pytest.raises(UserError, match=r"report\.no_answers") as refused:
        list(own_file.write_report(memory, tmp_path / "report", None))
    assert course().say("keeping.here", lang) in memory.tell(refused.value)
    file = Answers(course(), Journal(tmp_path), lang)
    assert f"<code>{tmp_path / 'journal.jsonl'}</code>" in where_kept(file)
