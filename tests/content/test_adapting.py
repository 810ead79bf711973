"""Content of one's own: what adds to the course, the worked example, its faults."""

import json
import re
import shutil
from datetime import date

import nbformat
import pytest
from builders import PROFILE, ROOT, compared, course, own_folder

from netlesson.commands import main
from netlesson.commands.cli import parser
from netlesson.content import FILES, LANGS, ContentError, load_course
from netlesson.content.tables import TABLES
from netlesson.course import Workbook, open_course
from netlesson.learning import Answers, Journal, progress_of
from netlesson.report.data import tables
from netlesson.report.page import page

EXAMPLE = ROOT / "examples" / "own_content"
TODAY = date(2026, 11, 23)
PHRASE = 'points = { en = "{n} marks", de = "{n} Zähler" }'


@pytest.fixture
def own():
    return load_course(EXAMPLE)


@pytest.fixture(params=LANGS)
def workbook(request, tmp_path, monkeypatch):
    """The adapted course as a notebook opens it."""
    monkeypatch.setenv("NETLESSON_CONTENT", str(EXAMPLE))
    monkeypatch.setenv("NETLESSON_HOME", str(tmp_path))
    return open_course(request.param)


def shown(form):
    """All that reaches the page, as one text."""
    return json.dumps(form.get_state(), default=str, ensure_ascii=False)


def faults(folder):
    with pytest.raises(ContentError) as caught:
        load_course(folder)
    return caught.value.faults


def test_the_example_passes_the_check(capsys):
    assert main(["check", str(EXAMPLE)]) == 0
    printed = capsys.readouterr().out
    assert "7 types: " in printed
    assert "70 ratings" in printed
    assert f"{len(course().cases) + 1} cases" in printed


def test_the_example_holds_only_what_is_its_own():
    """Nobody should have to keep a copy of the course's files in step."""
    lines = sum(
        len(path.read_text(encoding="utf-8").splitlines())
        for path in EXAMPLE.glob("*.toml")
    )
    assert lines < 500


def test_everything_of_the_course_stays_as_it_was(own):
    for name in ("criteria", "groups", "statements", "sources", "findings", "items"):
        before, after = getattr(course(), name), getattr(own, name)
        assert list(after)[: len(before)] == list(before), name
        assert {key: after[key] for key in before} == before, name
    assert set(own.groups) - set(course().groups) == {"coworking"}


def test_all_that_is_new_is_marked_as_an_estimate(own):
    ratings = [r for (group, _), r in own.ratings.items() if group == "coworking"]
    assert len(ratings) == len(course().criteria) == 10
    assert {rating.basis for rating in ratings} == {"estimate"}
    assert all(figure.estimate for figure in own.groups["coworking"].figures)


def test_the_case_of_the_example_comes_out_as_expected(own):
    case = own.cases["web-studio"]
    comparison = compared(case.profile, own)
    first_two = [comparison.alternatives[i].id for i in comparison.standing[:2]]
    assert case.first in first_two


def test_matrix_ranking_and_cases_show_the_seventh_type(workbook):
    workbook.answers.set_profile(PROFILE)
    group = workbook.content.groups["coworking"]
    name = group.name[workbook.lang]
    for form in (workbook.ranking(), workbook.one_type()):
        assert name in shown(form)
    assert group.short[workbook.lang] in shown(workbook.matrix())
    assert name in workbook.types_table().data
    case = workbook.content.cases["web-studio"]
    assert case.name[workbook.lang] in shown(workbook.cases())


def test_the_card_says_that_the_article_does_not_know_it(workbook):
    content, lang = workbook.content, workbook.lang
    page = workbook.card("coworking").data
    assert content.groups["coworking"].summary[lang] in page
    assert content.say("adapting.not_in_article", lang) in page
    assert content.say("lesson.article_says", lang) not in page
    assert content.say("adapting.not_in_article", lang) not in (
        workbook.card("leads").data
    )


def test_its_quiz_asks_its_questions(workbook):
    items = {i.id: i for i in workbook.content.items.values() if i.topic == "coworking"}
    asked = set()
    for form in (
        workbook.quiz("coworking"),
        workbook.sort("coworking"),
        workbook.match("coworking"),
    ):
        here = {field["id"].partition("--")[0] for field in form.fields} & set(items)
        assert here
        asked |= here
    assert {items[name].kind for name in asked} >= {"match", "sort"}


def test_an_answer_is_told_why_and_counts_in_progress(workbook):
    lang, items = workbook.lang, workbook.content.items
    form = workbook.match("coworking")
    rows = items["coworking-match"].rows
    form.enter(**{f"coworking-match--{row.id}": row.key for row in rows})
    form.press("check")
    assert all(row.feedback[lang] in shown(form) for row in rows)
    standing = progress_of(workbook.answers).topics["coworking"]
    assert (standing.answered, standing.latest) == (1, 1)
    assert standing.total == 5  # the opinion is not marked
    name = workbook.content.groups["coworking"].name[lang]
    assert name in shown(workbook.progress())


def test_the_report_ranks_it(workbook):
    answers = workbook.answers
    name = workbook.content.groups["coworking"].name[workbook.lang]
    assert name in page(answers, TODAY)
    assert any(name in row for row in tables(answers, TODAY)[0].rows)


def test_a_phrase_of_ones_own_replaces_the_courses(workbook):
    german = workbook.lang == "de"
    caption = "Sieben Arten" if german else "Seven types"
    assert caption in workbook.types_table().data


def test_a_lesson_of_ones_own_is_a_step_of_the_course(own, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    answers = Answers(own, Journal(tmp_path), "en")
    steps = {step.notebook for step in progress_of(answers).open}
    assert "10_coworking" not in steps
    (tmp_path / "10_coworking.ipynb").touch()
    assert "10_coworking" in {step.notebook for step in progress_of(answers).open}


@pytest.mark.parametrize("lang", LANGS)
def test_the_lesson_of_the_example_is_an_ordinary_one(lang):
    """It runs by itself as the course's do, and reads well without a kernel."""
    english, mine = (
        nbformat.read(EXAMPLE / "notebooks" / each / "10_coworking.ipynb", as_version=4)
        for each in ("en", lang)
    )
    assert mine.metadata.netlesson == {"lang": lang, "run_on_open": True}
    assert [(c.id, c.metadata) for c in mine.cells] == [
        (c.id, c.metadata) for c in english.cells
    ]
    called = [c for c in mine.cells if c.cell_type == "code"]
    for cell in called[1:]:
        method = re.fullmatch(r'course\.(\w+)\("[\w-]+"\)', cell.source)[1]
        assert hasattr(Workbook, method)
    assert f'course = open_course("{lang}", notebook=' in called[0].source
    assert all(cell.outputs for cell in called)


def test_the_lesson_of_the_example_opens_with_its_content(workbook):
    path = EXAMPLE / "notebooks" / workbook.lang / "10_coworking.ipynb"
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code" and cell.id != "setup":
            call = re.fullmatch(r'course\.(\w+)\("([\w-]+)"\)', cell.source)
            shown_there = getattr(workbook, call[1])(call[2])
            assert shown_there is not None


@pytest.mark.parametrize("name", ["ADAPTING.md", "ADAPTING.de.md"])
def test_the_manual_names_every_file_and_commands_that_work(name):
    manual = (ROOT / name).read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+\.toml)` \| (.+) \|$", manual, flags=re.M)
    assert sorted(file for file, _ in rows) == sorted(FILES)
    for file, entries in rows:
        tables = set(re.findall(r"`\[\[(\w+)\]\]`", entries))
        assert tables == {table.name for table in TABLES if table.file == file}
    for link in re.findall(r"\]\(([^)]+)\)", manual):
        assert (ROOT / link).is_file(), link
    commands = re.findall(r"(?:`|^)netlesson (\w+[^`\n]*)", manual, flags=re.M)
    assert len(commands) >= 3
    for command in commands:
        parser("en").parse_args(command.split())


def test_both_manuals_have_the_same_shape():
    def bones(name):
        manual = (ROOT / name).read_text(encoding="utf-8")
        lines = manual.splitlines()
        return [
            [len(mark) for mark in re.findall(r"^(#+) ", manual, flags=re.M)],
            [
                sum(line.startswith(mark) for line in lines)
                for mark in ("- ", "| ", "1")
            ],
            len(re.findall("^```", manual, flags=re.M)),
        ]

    assert bones("ADAPTING.md") == bones("ADAPTING.de.md")


def test_an_entry_with_a_known_id_stands_in_its_old_place(tmp_path):
    case = (EXAMPLE / "cases.toml").read_text(encoding="utf-8")
    case = re.sub("coworking-estimates", "events-adv-1", case)
    case = case.replace('first = "coworking"', 'first = "events"')
    mine = case.replace('id = "web-studio"', 'id = "soap"')
    cases = load_course(own_folder(tmp_path, cases=mine)).cases
    assert list(cases) == list(course().cases)
    assert cases["soap"].name["en"] == "Web designer at the kitchen table"


def test_a_rating_of_ones_own_replaces_one_cell(tmp_path):
    rating = (
        'extend = true\n[[rating]]\ngroup = "social"\ncriterion = "trust"\nvalue = 4\n'
        'low = 3\nhigh = 5\nbasis = "estimate"\nreason = { en = "A.", de = "B." }\n'
    )
    mine = load_course(own_folder(tmp_path, ratings=rating))
    assert list(mine.ratings) == list(course().ratings)
    changed = [c for c in mine.ratings if mine.ratings[c] != course().ratings[c]]
    assert changed == [("social", "trust")]


def test_phrases_that_a_file_lacks_are_the_courses(tmp_path):
    """A copy of an earlier version stays complete when phrases are added."""
    for first in ("", "extend = true\n"):
        text = f"{first}[explain]\n{PHRASE}\n"
        mine = load_course(own_folder(tmp_path, strings=text))
        assert mine.strings["explain.points"]["en"] == "{n} marks"
        assert mine.strings.keys() == course().strings.keys()


def test_a_phrase_that_nothing_shows_is_named(tmp_path, capsys):
    text = '[explain]\nnothink = { en = "none", de = "nichts" }\n'
    assert main(["check", str(own_folder(tmp_path, strings=text))]) == 0
    said = "strings.toml: explain.nothink is no phrase of the course; nothing shows it"
    assert capsys.readouterr().out.splitlines()[-1] == said


@pytest.mark.parametrize(
    ("file", "written", "sentence"),
    [
        (
            "cases",
            'extend = "yes"\n[[case]]\n',
            "cases.toml: extend is 'yes'; write extend = true to add to the course's "
            "file, or delete the line to replace it",
        ),
        (
            "cases",
            "extend = true\n",
            "cases.toml: extend = true, but there is nothing to add; add an entry or "
            "delete the file",
        ),
        (
            "sources",
            '[[note]]\nid = "n"\nextend = true\n',
            "sources.toml, note 1 (n): 'extend' stands too low; write it on the first "
            "line of the file",
        ),
        (
            "sources",
            'extend = true\n[[note]]\nid = "n"\ntitle = { en = "A", de = "B" }\n',
            "sources.toml, note 1 (n): field 'text' is missing; add it",
        ),
    ],
)
def test_a_misplaced_or_wrong_extend_is_named(tmp_path, file, written, sentence):
    assert sentence in faults(own_folder(tmp_path, **{file: written}))


def test_an_entry_is_counted_in_its_own_file(tmp_path):
    """An author looks for the first entry of the file, not for the twenty-third."""
    twice = '[[note]]\nid = "n"\ntitle = { en = "A", de = "B" }\n' * 2
    found = faults(own_folder(tmp_path, sources=f"extend = true\n{twice}"))
    assert [re.match(r"sources.toml, note (\d)", fault)[1] for fault in found] == (
        ["1", "2"]
    )


FRENCH = (
    "'fr' is a third language beside English and German; it would need every text of "
    "every content file, all notebooks in notebooks/fr, and 'fr' in LANGS in "
    "netlesson/content/records.py; translate all of that, or delete 'fr' here"
)
SPOILT = {
    "rating-gone": (
        "ratings",
        'criterion = "trust"',
        'criterion = "trst"',
        (
            "ratings.toml, rating (coworking, trst): criterion 'trst' does not exist; "
            "use an id of criteria.toml",
            "ratings.toml: no rating for (coworking, trust); add one",
        ),
    ),
    "off-the-scale": (
        "ratings",
        "value = 4\nlow = 2\nhigh = 5",
        "value = 4\nlow = 2\nhigh = 7",
        ("ratings.toml, rating (coworking, variety): high is 7; it must be 1 to 5",),
    ),
    "german-missing": (
        "items",
        ', de = "Leiser sprechen" }',
        " }",
        (
            "items.toml, item 2 (coworking-phone-call): option[2].text: no 'de' text "
            "beside 'Speak more softly'; add it",
        ),
    ),
    "third-language-beside": (
        "items",
        'de = "Leiser sprechen" }',
        'de = "Leiser sprechen", fr = "Parler plus bas" }',
        (f"items.toml, item 2 (coworking-phone-call): option[2].text: {FRENCH}",),
    ),
    "third-language-alone": (
        "strings",
        "[tables]",
        '[quiz]\ncheck = { fr = "Valider" }\n[tables]',
        (f"strings.toml, quiz.check: {FRENCH}",),
    ),
    "no-such-evidence": (
        "cases",
        '"informal-adv-2"',
        '"informal-adv-9"',
        (
            "cases.toml, case web-studio: evidence 'informal-adv-9' does not exist; "
            "use an id of a statement, finding or note",
        ),
    ),
    "topic-unknown": (
        "items",
        'id = "coworking-sort"\ntopic = "coworking"',
        'id = "coworking-sort"\ntopic = "co-working"',
        (
            "items.toml, item coworking-sort: topic is 'co-working'; use one of "
            "chambers, leads, events, associations, social, informal, coworking, "
            "mixed, deciding",
        ),
    ),
}


@pytest.mark.parametrize("name", SPOILT)
def test_each_fault_in_the_example_is_one_sentence(tmp_path, name, capsys):
    file, old, new, sentences = SPOILT[name]
    folder = tmp_path / "mine"
    shutil.copytree(EXAMPLE, folder)
    path = folder / f"{file}.toml"
    written = path.read_text(encoding="utf-8")
    assert old in written
    path.write_text(written.replace(old, new, 1), encoding="utf-8")
    assert main(["check", str(folder)]) == 1
    told = capsys.readouterr().err.splitlines()
    assert told[:-1] == list(sentences)
    assert "Traceback" not in "".join(told)
