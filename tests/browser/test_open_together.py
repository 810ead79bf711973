"""Several notebooks and windows open at once, as Lab keeps them: nothing is lost."""

import random
import re
import sys
import time

import pytest
from conftest import RESTART

from netlesson.learning import Journal
from netlesson.learning.changes import fold

CHANGES = 200
SLOW = 20.0
"""How many seconds a busy machine may take; within 2 s when it is idle."""


@pytest.fixture
def windows(page_of, notebooks, journal):
    """Open notebooks, each in a window of its own."""

    def open_windows(*names):
        return [
            page_of(notebooks / "en" / f"{name}.ipynb", height=9000) for name in names
        ]

    return open_windows


class Amount:
    """An amount, asked for in 00 and among the limits of 08."""

    def __init__(self, ident, label, most):
        self.id, self.label, self.most = ident, label, most

    def field(self, page):
        return page.get_by_label(self.label)

    def change(self, page, chance):
        amount = chance.randrange(1, self.most)
        self.field(page).fill(str(amount))
        return float(amount)

    def shows(self, page, value):
        # Where it was typed it stays as it was typed: 1800 or 1,800.
        return self.field(page).input_value().replace(",", "") == f"{value:g}"


MONEY = Amount("money", "How much may networking cost you in a year?", 999)
HOURS = Amount("hours", "How many hours a month can you spare for it?", 99)


class Words:
    """A question with words to choose from, asked for in 00 alone."""

    def __init__(self, ident, words):
        self.id, self.words = ident, words

    def change(self, page, chance):
        # To click on what is chosen already changes nothing. What another window
        # chose may arrive between two looks: then both words were seen as chosen.
        others: list[str] = []
        while not others:
            others = [word for word in self.words if not self.shows(page, word)]
        word = chance.choice(others)
        page.get_by_label(self.words[word], exact=True).check()
        return word

    def shows(self, page, value):
        return page.get_by_label(self.words[value], exact=True).is_checked()


MARKETS = {"local": "In my town or district", "regional": "In my region"}
BUYERS = {"consumers": "Mostly private people", "businesses": "Mostly other businesses"}


def seen(windows, expected, fields, seconds=SLOW):
    """Wait until every window that shows a field shows what was typed last."""
    begin = time.monotonic()
    while True:
        wrong = [
            (window.path.name, field.id)
            for window, inside in zip(windows, fields, strict=True)
            for field in inside
            if field.id in expected and not field.shows(window.page, expected[field.id])
        ]
        took = time.monotonic() - begin
        if not wrong:
            return took
        if took > seconds:
            pytest.fail(f"after {took:.1f} s these do not show {expected}: {wrong}")
        windows[0].page.wait_for_timeout(50)


def arrived(journal, name, value):
    end = time.monotonic() + SLOW
    while kept(journal).get(name) != value:
        assert time.monotonic() < end, (name, value, kept(journal))
        time.sleep(0.05)


def kept(journal):
    return fold(Journal(journal.parent).history("profile"))


def described(window):
    page = window.page
    page.get_by_label("Where is your business?").select_option(label="Germany")
    page.get_by_label("In my town or district").check()
    page.get_by_label("Mostly private people").check()
    page.get_by_label("How much may networking cost you in a year?").fill("1800")
    page.get_by_label("How many hours a month can you spare for it?").fill("12")
    early = page.get_by_role("radiogroup", name=re.compile("fixed hour every week"))
    early.get_by_label("Yes").check()
    page.get_by_label("What do you need most from networking?").select_option(
        "referrals"
    )
    page.locator(".nl-ranking").first.wait_for()


@pytest.mark.long
def test_random_changes_in_several_windows_all_hold_and_are_shown(windows, journal):
    start, second, compare = windows("00_start", "00_start", "08_compare")
    described(start)
    shared = [MONEY, HOURS]
    whole = [*shared, Words("market", MARKETS), Words("customers", BUYERS)]
    opened, inside = [start, second, compare], [whole, whole, shared]
    expected = {
        "money": 1800.0, "hours": 12.0, "market": "local", "customers": "consumers",
    }  # fmt: skip
    seen(opened, expected, inside)
    chance, slowest = random.Random(8), 0.0  # noqa: S311
    last: dict[str, int] = {}
    for n in range(CHANGES):
        at = chance.randrange(len(opened))
        field = chance.choice(inside[at])
        if last.get(field.id, at) != at:
            # Nobody types in two windows at once: the one before has arrived.
            arrived(journal, field.id, expected[field.id])
        last[field.id] = at
        expected[field.id] = field.change(opened[at].page, chance)
        opened[at].page.wait_for_timeout(chance.choice([0, 50, 300, 800]))
        if n % 10 == 9:
            slowest = max(slowest, seen(opened, expected, inside))
        if n % 20 == 19:
            opened[2].page.evaluate(RESTART)
            opened[2].run_all()
            seen(opened, expected, inside)
    found = kept(journal)
    assert {name: found[name] for name in expected} == expected
    print(f"{CHANGES} changes; the slowest was shown everywhere after {slowest:.2f} s")


def test_what_is_changed_in_00_and_08_is_neither_lost_nor_undone(windows, journal):
    start, compare = windows("00_start", "08_compare")
    described(start)
    seen([compare], {"money": 1800.0}, [[MONEY]])
    MONEY.field(compare.page).fill("300")
    compare.page.wait_for_timeout(50)
    start.page.get_by_label("Mostly other businesses").check()
    expected = {"money": 300.0, "customers": "businesses"}
    seen([start, compare], expected, [[MONEY, Words("customers", BUYERS)], [MONEY]])
    found = kept(journal)
    assert {name: found[name] for name in expected} == expected


@pytest.mark.long
def test_the_report_of_a_page_opened_before_has_what_was_changed_since(windows):
    decide, compare = windows("09_decide", "08_compare")
    page = compare.page
    page.get_by_label("Which type is it?").select_option("leads")
    page.get_by_label("What is it called?").first.fill("Breakfast club Eins")
    page.get_by_role("button", name="Add this group").click()
    page.locator(".nl-kept", has_text="Saved in your own file.").first.wait_for()
    with decide.page.expect_download() as download:
        decide.page.get_by_role("button", name="Report (to print)").first.click()
    text = open(download.value.path(), encoding="utf-8").read()  # noqa: SIM115, PTH123
    assert "Breakfast club Eins" in text


def test_a_text_typed_in_the_instant_before_f5_is_kept(windows, journal):
    (lesson,) = windows("01_chambers")
    area = lesson.page.locator("textarea").first
    area.fill("Ask about the working groups")
    area.press("End")
    area.type("!")
    lesson.reload()
    event = Journal(journal.parent).events("reflection")[-1]
    assert event.data["text"] == "Ask about the working groups!"


def reflect(lesson, text):
    area = lesson.page.locator("textarea").first
    area.fill(text)
    return area.locator("xpath=ancestor::*[contains(@class,'nl-form')]")


def says_saved(form):
    form.locator(".nl-kept", has_text="Saved in your own file.").wait_for()


@pytest.mark.long
def test_a_folder_in_the_place_of_the_file_is_said_until_it_is_gone(windows, journal):
    lesson, other = windows("01_chambers", "02_leads_groups")
    journal.mkdir(parents=True)
    form = reflect(lesson, "Where does this go?")
    refusal = "Nothing is being saved: something else is in the place of"
    form.locator(".nl-alert", has_text=refusal).wait_for()
    assert form.locator(".nl-kept").inner_text() == ""
    # It is said in the other forms of the page at once, in lessons too.
    lesson.page.locator(".nl-alert", has_text=refusal).nth(1).wait_for()
    journal.rmdir()
    says_saved(form)
    assert form.locator(".nl-alert").inner_text() == ""
    (event,) = Journal(journal.parent).events("reflection")
    assert event.data["text"] == "Where does this go?"
    assert other.errors == []


@pytest.mark.skipif(sys.platform == "win32", reason="flock is POSIX")
def test_a_lock_that_is_not_let_go_of_is_said_and_hangs_nothing(windows, journal):
    import fcntl

    (lesson,) = windows("01_chambers")
    journal.parent.mkdir(exist_ok=True)
    with journal.open("ab") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        form = reflect(lesson, "Somebody holds the file")
        refusal = "another program keeps"
        form.locator(".nl-alert", has_text=refusal).wait_for()
        assert form.locator(".nl-kept").inner_text() == ""
    says_saved(form)
    (event,) = Journal(journal.parent).events("reflection")
    assert event.data["text"] == "Somebody holds the file"


def test_a_kernel_that_is_killed_is_never_said_to_have_saved(windows, journal):
    (lesson,) = windows("01_chambers")
    form = reflect(lesson, "Before")
    says_saved(form)
    lesson.kill_kernel()
    reflect(lesson, "Nobody hears this")
    alarm = form.get_by_text("not being kept").or_(form.get_by_text("not being saved"))
    alarm.first.wait_for()
    assert not form.locator(".nl-kept", has_text="Saved").is_visible()
    (event,) = Journal(journal.parent).events("reflection")
    assert event.data["text"] == "Before"


def test_a_file_that_is_deleted_under_open_pages_is_written_again(windows, journal):
    (lesson,) = windows("01_chambers")
    form = reflect(lesson, "Do not lose this")
    says_saved(form)
    journal.unlink()
    lesson.page.get_by_text("Something deleted your file or set it back").wait_for()
    (event,) = Journal(journal.parent).events("reflection")
    assert event.data["text"] == "Do not lose this"


def test_a_file_of_19_megabytes_is_taken_in(windows, journal, tmp_path):
    (start,) = windows("00_start")
    source = Journal(tmp_path)
    for _ in range(19):
        source.append("reflection", id="chambers", text="word " * 200_000)
    size = (tmp_path / "journal.jsonl").stat().st_size
    assert 19_000_000 < size < 20_000_000
    start.page.locator("input[type=file]").first.set_input_files(
        tmp_path / "journal.jsonl"
    )
    start.page.get_by_text("Entries added: 19;").wait_for(timeout=60_000)
    assert len(Journal(journal.parent).history("reflection")) == 19
