"""German that was mended once, by kinds that a pattern can hold, stays mended."""

import json
import re
import tomllib

import pytest
from builders import ROOT, course

CONTENT = [
    *ROOT.glob("netlesson/content/data/*.toml"),
    *ROOT.glob("examples/own_content/*.toml"),
]
NOTEBOOKS = [
    *ROOT.glob("notebooks/de/**/*.ipynb"),
    *ROOT.glob("exercises/de/*.ipynb"),
    *ROOT.glob("examples/own_content/notebooks/de/*.ipynb"),
]
PAGES = [*ROOT.glob("*.de.md")]
FAULTS = {
    "not said of a place": r"\b[Aa]m Ort\b",
    "English or Latin": r"\bet al\.",
    "the German of engineers": r"Überlast\b|\bPassung\b",
    "one thing in the plural": r"\{(entries|n)\} (Einträge|Dateien)",
    "quotes within the same quotes": r"„[^“]*„",
    "a typewriter’s apostrophe": r"[A-Za-zäöüß]'[A-Za-zäöüß]",
    "a quotation opened by one mark and closed by another": r"(?<!\w)'[^']*’(?!\w)",
    "a plural name with a verb in the singular": (
        r"(?<!Gruppe )(?<!Art )„\{(first|one|name|rival|count)\}“ "
        r"(liegt|läge|kostet|lohnt|bringt|steht|bleibt|ist (?!im Vergleich|entfernt))"
    ),
    "people called a crowd one by one": r"\d+ zu Kundschaft|zu[r]? Kundschaft werden",
    "a fee that is its amount": r"\b(Beitrag|Preis) ist [\d{]",
    "less than none": r"weniger als nichts",
    "forbidden, for not allowed by that alone": r"deshalb nicht erlaubt",
    "a comma before a condition’s second half": r"liegt, oder sobald",
    "a verb torn apart": r"\bmit exportiert\b",
}
WRONG = {
    "not said of a place": "Betriebe am Ort",
    "English or Latin": "(Gee et al., 2017)",
    "the German of engineers": "Hilfe bei Überlast",
    "one thing in the plural": "bisher {entries} Einträge",
    "quotes within the same quotes": "„Bei wem ist eine Art „raus“?“",
    "a typewriter’s apostrophe": "O'Connor",
    "a quotation opened by one mark and closed by another": "die 'Unfälle’ dort",
    "a plural name with a verb in the singular": "„{name}“ lohnt sich ab",
    "people called a crowd one by one": "werden 89 zu Kundschaft.",
    "a fee that is its amount": "Der Beitrag ist 900 Euro",
    "less than none": "ist weniger als nichts.",
    "forbidden, for not allowed by that alone": (
        "Was hilft, ist deshalb nicht erlaubt."
    ),
    "a comma before a condition’s second half": "unter 1 liegt, oder sobald",
    "a verb torn apart": "wird nicht mit exportiert",
}


def german_of(value):
    """Yield what a content file says in German."""
    if isinstance(value, list):
        for each in value:
            yield from german_of(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            if key == "de" and isinstance(each, str):
                yield each
            yield from german_of(each)


def texts(path):
    written = path.read_text(encoding="utf-8")
    if path.suffix == ".toml":
        return list(german_of(tomllib.loads(written)))
    if path.suffix == ".md":
        return re.sub(r"```.*?```|`[^`]*`", "", written, flags=re.DOTALL).split("\n\n")
    return [
        re.sub(r"```.*?```|`[^`]*`", "", "".join(cell["source"]), flags=re.DOTALL)
        for cell in json.loads(written)["cells"]
        if cell["cell_type"] == "markdown"
    ]


@pytest.mark.parametrize("name", FAULTS)
def test_each_pattern_finds_what_it_is_for(name):
    assert re.search(FAULTS[name], WRONG[name])


@pytest.mark.parametrize(
    "path", [*CONTENT, *NOTEBOOKS, *PAGES], ids=lambda path: path.name
)
def test_no_german_fault_comes_back(path):
    said = texts(path)
    found = [
        (name, text)
        for name, fault in FAULTS.items()
        for text in said
        if re.search(fault, text)
    ]
    assert said
    assert found == []


def test_no_title_of_a_source_opens_with_one_mark_and_closes_with_another():
    mixed = FAULTS["a quotation opened by one mark and closed by another"]
    titles = [source.title for source in course().sources.values()]
    assert titles
    assert [title for title in titles if re.search(mixed, title)] == []


def test_it_is_said_once_that_five_is_best_unlike_marks_at_school():
    """German and Austrian marks run the other way: said where the scale is."""
    where = [
        path.name
        for path in [*CONTENT, *NOTEBOOKS, *PAGES]
        for text in texts(path)
        if "Schulnote" in text
    ]
    assert where == ["07_side_by_side.ipynb"]
