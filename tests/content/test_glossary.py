"""In German, one thing has one word, so that nobody looks for a difference.

Left stands what is no longer said, as a pattern; right, what is said instead. Where
the left word means something else, the pattern leaves it alone, and a remark says what.
"""

import re
import tomllib

import pytest
from builders import ROOT
from german import FILES, pieces

GLOSSARY = {
    # "Hinweis" is the label of a note, and what a lead is.
    r"Hinweis(e)? (\{n\}|\d|auf einmal)": "Tipp",
    r"Wissenscheck|Selbst(prüfung|test)": "Fragen zum Einstieg, zum Schluss",
    # Each lesson has questions at its end as well.
    r"Fragen (am|vom) (Anfang|Ende)(?! einer)": "Fragen zum Einstieg, zum Schluss",
    r"Handzettel|Handout": "Arbeitsblatt",
    # What somebody picks from anything else is an "Auswahl" too.
    r"engere\w* Auswahl|[Uu]nsere\w* Auswahl|Shortlist": "engere Wahl",
    r"Schaltfläche|\bButton": "Knopf",
    r"Lehrende|Dozent|Lehrkr[aä]ft": "Kursleitung",
    r"\bFeedback\b": "Rückmeldung",
    # What is plausible is a bar; a "Band" may still be a book.
    r"lange\w* Strich|hell\w+ Band": "Balken",
    # Acts of law know "Gewerbe, Handwerk und Handel".
    r"[Jj]e (Fachgebiet|Gewerbe)|(mein|ganze) Gewerbe": "je Branche",
    # Why a number is what it is, and an answer right; an author gives a "Begründung".
    r"in der Begründung|Welche Begründung|die Begründungen": "Erklärung",
    # Identifiers of currencies stand in code only.
    r"\bEUR\b|\bGBP\b|\bUSD\b": "€ oder Euro, £ oder Pfund, $ oder Dollar",
    # Firms are customers, suppliers, competitors and retailers as well: no pairs there.
    r"Kundinnen und Kunden": "Kunden oder Kundschaft",
    # One colleague is "ein Kollege", "einem Kunden einen Kollegen".
    r"(?<!Kolleginnen und )(?<!einen )\b(Fachk|K)ollegen\b|Kolleginnen(?! und)": (
        "Kolleginnen und Kollegen"
    ),
    r"\bTeilnehmern?\b": "Teilnehmende",
    r"(?<!Leserinnen und )\bLesern?\b|Leserschaft": "Leserinnen und Leser",
    r"\bInhabern\b(?<!Inhaberinnen und Inhabern)|\bdie Inhaber\b": (
        "Inhaberinnen und Inhaber"
    ),
    r"\bUS-Verbraucher\b": "Verbraucherinnen und Verbraucher in den USA",
    r"Was ist für Ihren Betrieb das Beste": "Was passt am besten zu Ihrem Betrieb",
}


# What is said to authors names the fields and ids of the files.
TEXTS = {
    path.relative_to(ROOT).as_posix(): "\n".join(
        pieces(path, code=True, left_out=["faults"])
    )
    for path in FILES
}


def test_all_german_texts_are_read():
    names = {name.rpartition("/")[2] for name in TEXTS}
    assert {"strings.toml", "items.toml", "guide.ipynb", "README.de.md"} <= names
    assert sum(map(len, TEXTS.values())) > 500_000
    assert len(list((ROOT / "notebooks/de").rglob("*.ipynb"))) == 13


@pytest.mark.parametrize("old", GLOSSARY)
def test_one_thing_has_one_word(old):
    found = [
        f"{name}: {text[max(0, hit.start() - 30) : hit.end() + 20]!r}"
        for name, text in TEXTS.items()
        for hit in re.finditer(old, text)
    ]
    assert found == [], f"say: {GLOSSARY[old]}"


@pytest.mark.parametrize(("old", "new"), GLOSSARY.items())
def test_the_word_to_use_is_not_forbidden(old, new):
    assert not re.search(old, new)


def sources():
    data = (ROOT / "netlesson/content/data/sources.toml").read_text(encoding="utf-8")
    return tomllib.loads(data)["source"]


@pytest.mark.parametrize("source", sources(), ids=lambda source: source["id"])
def test_a_title_is_in_the_language_of_its_source(source):
    """No word of ours in it, nor a quotation mark of another language."""
    title, lang = source["title"], source.get("lang", "en")
    others = {"en": "„'\"", "de": "”'\"‘"}[lang]
    assert not set(title) & set(others)
    assert not re.search(r"\b(abstract|mirror(ed)?|copy|undated|independent)\b", title)
    if lang == "de":
        own = re.sub("„.*?“", "", title)
        assert not re.search(r"\b(of|and|for|the|firms|magazine|cit(es|ing))\b", own)
