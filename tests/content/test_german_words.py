"""German that was mended once, by kinds that a pattern can hold, stays mended."""

import re

import pytest
from builders import course
from german import FILES, pieces

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


@pytest.mark.parametrize("name", FAULTS)
def test_each_pattern_finds_what_it_is_for(name):
    assert re.search(FAULTS[name], WRONG[name])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_german_fault_comes_back(path):
    said = pieces(path)
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
    """German and Austrian marks run the other way: said on the table of the scales."""
    where = [
        path.name for path in FILES for text in pieces(path) if "Schulnote" in text
    ]
    assert where == ["strings.toml"]
