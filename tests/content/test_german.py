"""What is wrong with content is said in German as well, whatever it is."""

import dataclasses
import re
import shutil
import tomllib

import msgspec
import pytest
import test_adapting
import test_content
import test_items
from builders import course, own_folder, shipped

from netlesson.commands import main
from netlesson.content import DATA, LANGS, ContentError, Item, load_course
from netlesson.content.faults import explain, read_text
from netlesson.content.rules import coverage_faults, label_faults
from netlesson.content.sentences import Said

ENGLISH = re.compile(
    r"(?<![\w./-])(the|is|are|has|have|must|use|it|its|and|or|of|no|not|add|give|write|with|for"
    r"|to|one|choose|delete|there|between|field|text in)(?![\w./-])"
)
QUOTED = re.compile(r"„[^“]*“|'[^']*'")
OTHER = {
    "no-bullet": ("groups", re.compile(r'\nbullet = ".*"'), ""),
    "no-need": ("criteria", re.compile(r"\nneed = .*"), ""),
    "rises-not": (
        "criteria",
        'objective = "MIN"\nscale = "measured"',
        'objective = "MAX"\nscale = "measured"',
    ),
    "section": ("strings", test_content.ALL, 'quiz = "none"'),
    "extend": ("cases", test_content.ALL, 'extend = "yes"\n'),
    "extend-nothing": ("cases", test_content.ALL, "extend = true\n"),
    "extend-low": ("cases", test_content.END, "extend = true\n"),
    "strange-file": ("group", None, ""),
}


def refused(folder):
    with pytest.raises(ContentError) as caught:
        load_course(folder)
    return caught.value.found


def wrong_item(changes):
    entry = test_items.entry(**changes)
    with pytest.raises(msgspec.ValidationError) as caught:
        msgspec.convert(entry, Item, dec_hook=read_text)
    return (explain(caught.value, entry, Item).at("items.toml"),)


def ways(folder):
    """Yield the name of each way to be at fault, and what is then found."""
    items = {name: ("items", *case) for name, case in test_items.BAD.items()}
    for cases in (test_content.BAD, items, OTHER):
        for name, (file, old, new, *_) in cases.items():
            text = test_content.spoilt(file, old, new) if old else new
            yield name, refused(own_folder(folder / f"{file}-{name}", **{file: text}))
    for name, (file, old, new, _) in test_adapting.SPOILT.items():
        path = shutil.copytree(test_adapting.EXAMPLE, folder / name) / f"{file}.toml"
        written = path.read_text(encoding="utf-8")
        path.write_text(written.replace(old, new, 1), encoding="utf-8")
        yield name, refused(path.parent)
    for name, (changes, _) in test_items.WRONG.items():
        yield name, wrong_item(changes)
    yield "rows-of-a-choice", wrong_item({"row": test_items.rows("a")})
    (folder / "empty").mkdir()
    yield "empty", refused(folder / "empty")
    yield "nowhere", refused(folder / "nowhere")
    (folder / "unreadable" / "cases.toml").mkdir(parents=True)
    yield "unreadable", refused(folder / "unreadable")
    bank = {k: item for k, item in course().items.items() if k.startswith("opening")}
    bare = dataclasses.replace(course(), items=bank)
    yield "coverage", tuple(coverage_faults(bare))
    key = "leads", "time"
    wrong = msgspec.structs.replace(course().ratings[key], basis="article")
    named = dataclasses.replace(course(), ratings={**course().ratings, key: wrong})
    yield "labels", tuple(label_faults(named))
    odd = msgspec.ValidationError("Something new - at `$.id`")
    yield "unheard-of", (explain(odd, {}, Item),)


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    return dict(ways(tmp_path_factory.mktemp("ways")))


def keys_of(saying):
    """Yield the key of what is said, and those of its parts."""
    if isinstance(saying, Said):
        yield saying.key
        saying = (*saying.places, *saying.values.values())
    if isinstance(saying, tuple):
        for each in saying:
            yield from keys_of(each)


def english_in(sentence):
    """Return the English words outside of what an author or a library wrote."""
    return ENGLISH.findall(QUOTED.sub("", sentence))


def test_english_is_recognised_in_nearly_every_fault(found):
    """Else the next test could not fail."""
    faults = [str(fault) for each in found.values() for fault in each]
    assert len(faults) > 150
    assert sum(not english_in(fault) for fault in faults) < len(faults) / 20


def test_no_fault_has_an_english_word_in_german(found):
    told = [fault.said("de") for faults in found.values() for fault in faults]
    assert [said for said in told if english_in(said) or "\n" in said] == []
    assert [said for said in told if "; " not in said] == [], "it says what to do"


def test_every_sentence_about_a_fault_is_reached(found):
    strings = tomllib.loads((DATA / "strings.toml").read_text(encoding="utf-8"))
    reached = {key for faults in found.values() for key in keys_of(faults)}
    # Those of a course in three languages: see test_pseudo_language.
    later = {"faults.fourth", "faults.further"}
    assert {f"faults.{name}" for name in strings["faults"]} - reached == later


@pytest.mark.parametrize("lang", LANGS)
def test_the_command_names_each_fault_in_its_language(tmp_path, capsys, lang):
    blue = test_content.spoilt("groups", '"#0072B2"', '"blue"')
    strange = shipped("cases.toml").replace('"DE"', '"FR"', 1)
    folder = own_folder(tmp_path, groups=blue, cases=strange)
    assert main(["check", str(folder), "--lang", lang]) == 1
    told = capsys.readouterr().err.splitlines()
    count = {"en": "2 faults", "de": "2 Fehler"}
    assert told == [*(fault.said(lang) for fault in refused(folder)), count[lang]]


def test_any_command_names_the_first_fault_in_german(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("NETLESSON_CONTENT", str(tmp_path / "nowhere"))
    assert main(["progress", "--lang", "de"]) == 1
    assert "nowhere: Diesen Ordner gibt es nicht; prüfen" in capsys.readouterr().err
