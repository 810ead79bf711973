"""The item bank for learning platforms, read back by parsers that others wrote."""

import dataclasses
import html
import io
import re
import zipfile
from xml.etree import ElementTree

import msgspec
import pytest
from builders import course
from hypothesis import given
from hypothesis import strategies as st
from onyx2moodle.parser import parse_item
from pygiftparser import parser as gift_parser

from netlesson import cli, lms
from netlesson.errors import UserError
from netlesson.lms import gift
from netlesson.model import LANGS, Text

COMMANDS = ["~", "=", "#", "{", "}", ":", "::", "\\", "->", "%50%", "[html]", "//"]
COMMANDS += ["$CATEGORY: x", "####", "<b>", "&amp;", "]]>", "\n", "🥐", "\x00"]
NASTY = st.lists(
    st.one_of(st.sampled_from(COMMANDS), st.text(max_size=6)), min_size=1, max_size=8
).map("".join)


def undone(words):
    """Take GIFT's escapes and HTML's off again."""
    return html.unescape(re.sub(r"\\(.)", r"\1", words)).strip()


def said(words):
    """Return words as an export can hold them: in one line, printable."""
    return re.sub("[ \t\r\n\f\v\u2028\u2029]+", " ", gift.printable(words)).strip()


def read_gift(lang, items=None):
    """Return what an independent parser finds, by item id."""
    items = lms.pick(course()) if items is None else items
    text = lms.export(items, course(), lang, "gift").decode()
    found = gift_parser.parseFile(io.StringIO(text))
    return {undone(q.title): q for q in found if q.title}


def read_qti(lang, folder, items=None):
    """Return what an independent parser finds, by item id, and the archive."""
    items = lms.pick(course()) if items is None else items
    data = lms.export(items, course(), lang, "qti21")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(folder)
        names = archive.namelist()
    paths = [folder / name for name in names if name.startswith("items/")]
    return {path.stem: parse_item(path) for path in paths}, names


def answers_of(question):
    return [
        (undone(a.answer), a.fraction, undone(a.feedback))
        for a in question.answers.answers
    ]


@pytest.mark.parametrize("lang", LANGS)
def test_gift_holds_every_item_with_key_and_feedback(lang):
    found = read_gift(lang)
    assert found.keys() == course().items.keys()
    for name, item in course().items.items():
        question = found[name]
        assert question.valid, name
        assert undone(question.text).startswith(said(item.stem[lang])), name
        if item.kind in ("choice", "choices", "opinion"):
            check_options(item, question, lang)
        elif item.kind == "number":
            check_number(item, question, lang)
        else:
            check_pairs(item, question, lang)


def check_options(item, question, lang):
    expected = [(said(o.text[lang]), said(o.feedback[lang])) for o in item.options]
    answers = answers_of(question)
    assert [(text, reason) for text, _, reason in answers] == expected
    full = {
        o.id: fraction
        for o, (_, fraction, _) in zip(item.options, answers, strict=True)
    }
    keys = {name for name, fraction in full.items() if fraction > 0}
    if item.kind == "opinion":
        assert set(full.values()) == {100}
    else:
        assert keys == item.key
    if item.kind == "choices":
        assert sum(full[key] for key in keys) == pytest.approx(100, abs=0.01)
        assert sum(full.values()) <= 0, "ticking everything must not pay"


def check_number(item, question, lang):
    right, *slips = question.answers.answers
    assert (right.value, right.tolerance) == (item.answer, item.tolerance)
    assert right.fraction == 100
    assert undone(right.feedback) == said(item.feedback[lang])
    got = [(s.value, s.tolerance, s.fraction, undone(s.feedback)) for s in slips]
    assert got == [
        (s.answer, s.tolerance, 0, said(s.feedback[lang])) for s in item.slips
    ]
    assert undone(question.generalFeedback) == said(item.feedback_wrong[lang])


def check_pairs(item, question, lang):
    places = {option.id: option.text[lang] for option in item.options}
    pairs = [(undone(a.question), undone(a.answer)) for a in question.answers.answers]
    expected = [(said(r.text[lang]), said(places[r.key])) for r in item.rows]
    assert pairs[: len(expected)] == expected
    assert {place for _, place in pairs} == {said(each) for each in places.values()}
    general = undone(question.generalFeedback)
    for row in item.rows:
        assert said(row.feedback[lang]) in general


@pytest.mark.parametrize("lang", LANGS)
def test_qti_holds_every_item_with_key_and_feedback(lang, tmp_path):
    found, names = read_qti(lang, tmp_path)
    assert found.keys() == course().items.keys()
    for name, item in course().items.items():
        read = found[name]
        (interaction,) = read.interactions
        declared = read.response_decls["RESPONSE"]
        reasons = {each.identifier: each.html for each in read.feedback}
        assert said(item.stem[lang]) in words_of(read.body_xml)
        if item.kind == "number":
            assert float(declared.correct_values[0]) == item.answer
            wanted = [item.feedback, item.feedback_wrong]
            wanted += [slip.feedback for slip in item.slips]
            assert len(reasons) == len(wanted)
        elif item.rows:
            pairs = {tuple(value.split()) for value in declared.correct_values}
            assert pairs == {(f"row-{r.id}", f"option-{r.key}") for r in item.rows}
            assert len(interaction.match_sources) == len(item.rows)
            assert len(interaction.match_targets) == len(item.options)
            wanted = [row.feedback for row in item.rows]
        else:
            assert set(declared.correct_values) == {f"option-{k}" for k in item.key}
            texts = [undone(choice.html) for choice in interaction.choices]
            assert texts == [said(option.text[lang]) for option in item.options]
            assert interaction.max_choices == (0 if item.kind == "choices" else 1)
            wanted = [option.feedback for option in item.options]
            missed = {r for r in reasons if r.startswith("missed-")}
            assert missed == {f"missed-{key}" for key in item.key}
        together = html.unescape(" ".join(reasons.values()))
        assert all(said(each[lang]) in together for each in wanted), name
    assert "imsmanifest.xml" in names


def words_of(element):
    return said("".join(element.itertext()))


def test_the_manifest_names_every_file_once_and_every_test_its_items(tmp_path):
    items = lms.pick(course(), ["leads", "mixed"])
    found, names = read_qti("en", tmp_path, items)
    space = {"p": lms.qti.PACKAGE, "q": lms.qti.QTI}
    manifest = ElementTree.parse(tmp_path / "imsmanifest.xml").getroot()  # noqa: S314
    listed = [each.get("href") for each in manifest.iterfind(".//p:file", space)]
    assert sorted(listed) == sorted(set(names) - {"imsmanifest.xml", "README.txt"})
    resources = {r.get("identifier") for r in manifest.iterfind(".//p:resource", space)}
    needed = [
        d.get("identifierref") for d in manifest.iterfind(".//p:dependency", space)
    ]
    assert set(needed) <= resources
    assert len(needed) == len(items) == len(found)
    for topic in ("leads", "mixed"):
        test = ElementTree.parse(tmp_path / f"tests/{topic}.xml").getroot()  # noqa: S314
        refs = [r.get("href") for r in test.iterfind(".//q:assessmentItemRef", space)]
        assert refs == [f"../items/{i.id}.xml" for i in items if i.topic == topic]


def test_every_feedback_that_is_set_exists_and_the_other_way_round(tmp_path):
    """An engine would show nothing for a name that it does not know."""
    read_qti("en", tmp_path)
    for path in sorted(tmp_path.glob("items/*.xml")):
        root = ElementTree.parse(path).getroot()  # noqa: S314
        space = {"q": lms.qti.QTI}
        shown = {f.get("identifier") for f in root.iterfind("q:modalFeedback", space)}
        processing = root.find("q:responseProcessing", space)
        copied = processing.find(".//q:setOutcomeValue[@identifier='FEEDBACK']", space)
        options = {
            c.get("identifier") for c in root.iterfind(".//q:simpleChoice", space)
        }
        named = {
            value.text
            for setting in processing.iterfind(".//q:setOutcomeValue", space)
            if setting.get("identifier") == "FEEDBACK"
            for value in setting.iterfind("q:multiple/q:baseValue", space)
        }
        assert copied is not None, path.name
        assert shown == named | options, path.name


@given(NASTY, NASTY, NASTY)
def test_nothing_that_is_written_in_an_item_is_a_command(stem, option, reason):
    texts = [
        words if said(words) and words.strip() else "x"
        for words in (stem, option, reason)
    ]
    item = next(i for i in course().items.values() if i.kind == "choice")
    first, *others = item.options
    odd = msgspec.structs.replace(
        first,
        text=Text(en=texts[1], de="x"),
        feedback=Text(en=texts[2], de="x"),
    )
    changed = msgspec.structs.replace(
        item, stem=Text(en=texts[0], de="x"), options=(odd, *others)
    )
    text = gift.question(changed, course(), "en")
    (question,) = gift_parser.parseFile(io.StringIO(text + "\n\n"))
    assert question.valid
    assert undone(question.text) == said(texts[0])
    assert question.cat in ("", None, "$course$")
    answers = answers_of(question)
    assert len(answers) == len(item.options)
    assert (answers[0][0], answers[0][2]) == (said(texts[1]), said(texts[2]))
    data = lms.export([changed], course(), "en", "qti21")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = ElementTree.fromstring(archive.read(f"items/{item.id}.xml"))  # noqa: S314
    written = root.find(".//q:simpleChoice", {"q": lms.qti.QTI}).text
    assert said(written) == said(texts[1])


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("form", lms.FORMATS)
def test_what_a_format_cannot_hold_is_in_the_file_and_on_the_screen(
    form, lang, tmp_path, capsys
):
    target = tmp_path / "bank"
    arguments = ["export", str(target), "--format", form, "--lang", lang]
    assert cli.main(arguments) == 0
    printed = capsys.readouterr().out.splitlines()
    assert len(printed) >= 5
    if form == "gift":
        file = target.read_text(encoding="utf-8")
    else:
        with zipfile.ZipFile(target) as archive:
            file = archive.read("README.txt").decode()
    assert all(line in file for line in printed[1:])
    assert cli.main(arguments) == 1
    assert "is there already; choose another name" in capsys.readouterr().err


def test_only_the_topics_and_pools_asked_for_are_exported(tmp_path, capsys):
    target = tmp_path / "leads.gift"
    wanted = ["--types", "leads", "deciding", "--pool", "practice"]
    assert cli.main(["export", str(target), "--format", "gift", *wanted]) == 0
    found = gift_parser.parseFile(io.StringIO(target.read_text("utf-8")))
    items = [course().items[undone(q.title)] for q in found if q.title]
    assert {item.topic for item in items} == {"leads", "deciding"}
    assert {item.pool for item in items} == {"practice"}
    missing = ["export", str(tmp_path / "x"), "--format", "gift", "--types", "clubs"]
    assert cli.main(missing) == 1
    assert (
        "no question is about 'clubs'; use one of chambers" in capsys.readouterr().err
    )
    with pytest.raises(UserError, match="no question is left"):
        lms.pick(dataclasses.replace(course(), items={}))


def test_the_same_items_give_the_same_file():
    """Somebody who keeps exports under version control sees only real changes."""
    items = lms.pick(course(), ["events"])
    for form in lms.FORMATS:
        one, other = (lms.export(items, course(), "de", form) for _ in range(2))
        assert one == other
    with pytest.raises(ValueError, match="format is 'csv'; use one of gift, qti21"):
        lms.export(items, course(), "de", "csv")
