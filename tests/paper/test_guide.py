"""The instructor's guide agrees with the course: minutes, links, twins, commands."""

import re
import shlex
from itertools import pairwise

import nbformat
import pytest
from builders import ROOT, course

from netlesson.commands import cli
from netlesson.content import LANGS
from netlesson.paper.instructing import minutes_table, misconceptions
from netlesson.paper.source import lessons, read

SOURCES = [read(path) for path in lessons("en")]
LENGTHS = {
    "plan-short": 90,
    "plan-half-day": 240,
    "plan-evening-1": 150,
    "plan-evening-2": 150,
}
ROW = re.compile(
    r"^\| \*\*(?P<hours>\d):(?P<rest>\d\d) · (?P<minutes>\d+) min\*\*"
    r"(?: \((?P<screen>\d+)\))? · (?P<words>.+) \|$",
    flags=re.M,
)
LABELS = {
    "en": ("Aim: ", "**Say:**", "**Ask:**", "**Goes wrong:**", "**When late:**"),
    "de": (
        "Ziel: ",
        "**Sagen:**",
        "**Fragen:**",
        "**Geht gern schief:**",
        "**Bei Verspätung:**",
    ),
}
BREAKS = {"en": "**Break**", "de": "**Pause**"}


def place(lang):
    return ROOT / "notebooks" / lang / "instructor" / "guide.ipynb"


def cells(lang):
    return nbformat.read(place(lang), as_version=4).cells


def cell(lang, name):
    return next(c for c in cells(lang) if c.id == name)


def prose(lang):
    return "\n\n".join(c.source for c in cells(lang) if c.cell_type == "markdown")


def rows(lang, plan):
    return [match.groupdict() for match in ROW.finditer(cell(lang, plan).source)]


def on_screen(at):
    """Minutes of activities; `*` is the lesson in which one takes longest."""
    book, _, name = at.partition("#")
    found = [
        activity.minutes
        for lesson in SOURCES
        for activity in lesson.activities
        if activity.id == name
        and (lesson.name == book or (book == "*" and "01" <= lesson.name[:2] <= "06"))
    ]
    assert found, f"{at} is no activity"
    return max(found)


PLANS = pytest.mark.parametrize("plan", LENGTHS)
BOTH = pytest.mark.parametrize("lang", LANGS)


@BOTH
@PLANS
def test_the_minutes_of_a_plan_add_up(lang, plan):
    steps = rows(lang, plan)
    clock = [60 * int(step["hours"]) + int(step["rest"]) for step in steps]
    minutes = [int(step["minutes"]) for step in steps]
    assert clock[0] == 0
    assert [b - a for a, b in pairwise(clock)] == minutes[:-1]
    assert sum(minutes) == LENGTHS[plan]
    pocket = cell(lang, plan).source.split("\n\n")[2]
    assert re.findall(r"\d:\d\d", pocket)[:-1] == [
        f"{step['hours']}:{step['rest']}" for step in steps
    ]


@BOTH
@PLANS
def test_minutes_at_the_screen_are_those_of_the_activities(lang, plan):
    """The cells of each step are named in the metadata, in the order of the rows."""
    named = cell(lang, plan).metadata.netlesson.plan
    steps = rows(lang, plan)
    assert len(steps) == len(named)
    for step, record in zip(steps, named, strict=True):
        assert int(step["minutes"]) == record.minutes
        screen = sum(map(on_screen, record["at"]))
        assert int(step["screen"] or 0) == screen, record
        assert screen <= record.minutes


@BOTH
@PLANS
def test_a_step_links_to_the_notebook_of_its_activities(lang, plan):
    named = cell(lang, plan).metadata.netlesson.plan
    for step, record in zip(rows(lang, plan), named, strict=True):
        linked = set(re.findall(r"\]\(\.\./(\w+)\.ipynb\)", step["words"]))
        books = {at.partition("#")[0] for at in record["at"]}
        if books == {"*"}:
            assert len(linked) == 6
        else:
            assert linked == books


@BOTH
@PLANS
def test_every_step_says_aim_words_question_trouble_and_what_to_skip(lang, plan):
    for step in rows(lang, plan):
        pause = BREAKS[lang] in step["words"]
        for label in LABELS[lang]:
            if not (pause and label == LABELS[lang][2]):
                assert label in step["words"], step["words"][:40]


@BOTH
def test_every_row_of_a_plan_is_read_by_these_tests(lang):
    for plan in LENGTHS:
        written = re.findall(r"^\| \*\*\d", cell(lang, plan).source, flags=re.M)
        assert len(written) == len(rows(lang, plan)) > 8


def test_the_twins_are_in_step():
    def bones(each):
        source = each.source.replace('("de")', '("en")')
        links = [
            link.replace("/de/", "/en/")
            for link in re.findall(r"\]\(([^)#]+)\)", source)
        ]
        levels = re.findall(r"^(#+) ", source, flags=re.M)
        counts = [len(re.findall(mark, source, flags=re.M)) for mark in (r"^\|", "^- ")]
        code = source if each.cell_type == "code" else ""
        kept = each.cell_type, each.id, each.metadata.get("tags")
        return *kept, each.metadata.get("netlesson"), links, levels, counts, code

    english, german = (list(map(bones, cells(lang))) for lang in LANGS)
    assert english == german


@BOTH
def test_links_lead_somewhere(lang):
    headings = re.findall(r"^#+ (.+)$", prose(lang), flags=re.M)
    anchors = {heading.replace(" ", "-") for heading in headings}
    for link in re.findall(r"\]\(([^)]+)\)", prose(lang)):
        file, _, anchor = link.partition("#")
        if anchor:
            assert anchor in anchors, link
            assert anchor.isascii(), f"{anchor}: JupyterLab does not find it"
        else:
            aim = place(lang).parent / file
            assert aim.is_file(), link


@BOTH
def test_every_section_stands_in_the_contents(lang):
    listed = re.findall(r"\[([^\]]+)\]\(#", cell(lang, "contents").source)
    *sections, _key_points = re.findall(r"^## (.+)$", prose(lang), flags=re.M)
    assert set(listed) == set(sections)


@BOTH
def test_tables_are_kept_and_need_no_kernel(lang):
    for name, table in (
        ("beliefs", misconceptions(lang)),
        ("minutes", minutes_table(lang)),
    ):
        kept = cell(lang, name).outputs[0].data["text/html"]
        assert kept.strip() == table.data.strip(), "run tools/refresh_notebooks.py"


def test_each_misconception_says_why_it_tempts_and_where():
    known = course().misconceptions
    assert list(known) == [f"M{n}" for n in range(1, 29)]
    tempting = {n for item in course().items.values() for n in item.misconceptions}
    for name, misconception in known.items():
        assert misconception.tempts, name
        assert name in tempting, name


def commands(lang):
    """Every `netlesson …` that the guide prints, as a shell would split it."""
    for line in re.findall(r"^netlesson .+$|`netlesson [^`]+`", prose(lang), re.M):
        words = shlex.split(line.strip("`"))[1:]
        yield [word.replace("FOLDER", "x").replace("ORDNER", "x") for word in words]


@BOTH
def test_the_commands_it_prints_exist(lang):
    parser = cli.parser(lang)
    known = next(a.choices for a in parser._actions if a.dest == "command")
    tried = [words for words in commands(lang) if words[0] in known]
    assert len(tried) > 2
    for words in tried:
        parser.parse_args(words)  # exits on an unknown flag
