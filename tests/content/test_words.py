"""What texts say of numbers and names is what the content has."""

import json
import re

import pytest
from builders import ROOT, course

LANGS = ("en", "de")
NOTEBOOKS = [*ROOT.glob("notebooks/**/*.ipynb"), *ROOT.glob("exercises/*/*.ipynb")]
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]
TEXTS = [*NOTEBOOKS, *PAGES, *ROOT.glob("netlesson/content/data/*.toml")]


def number(group, criterion, part="value", few=False):
    rating = course().ratings[group, criterion]
    few_hours = [v for v in rating.variants if v.few and not v.countries]
    cell = few_hours[0] if few else rating
    return f"{getattr(cell, part):,g}"


@pytest.mark.parametrize("lang", LANGS)
def test_no_heading_is_called_like_a_criterion(lang):
    """“Wider reach does not count”, then “Reach 23”: that cannot be understood."""
    for heading in course().headings.values():
        for criterion in course().criteria.values():
            assert heading.name[lang].lower() not in criterion.name[lang].lower()


def prose(path):
    """Return what somebody wrote, without what a notebook has put out."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".ipynb":
        return text
    return "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_no_text_counts_the_estimates_by_itself(path):
    """The table does; what is written out goes wrong with the next rating."""
    assert len(course().ratings) == 60
    counted = r"\w+ (of sixty|of 60\b|von sechzig|von 60\b)(?!,)"
    assert not re.search(counted, prose(path))


def test_the_guide_says_how_many_ratings_are_estimates():
    ratings = course().ratings.values()
    estimates = sum(r.basis == "estimate" for r in ratings) / len(ratings)
    assert 1 / 3 < estimates < 1 / 2
    for lang, words in (("en", "More than a third"), ("de", "Mehr als ein Drittel")):
        guide = ROOT / f"notebooks/{lang}/instructor/guide.ipynb"
        assert words in guide.read_text(encoding="utf-8")


def test_questions_about_our_figures_have_those_of_the_ratings():
    items = course().items
    asked = {
        "mixed-price-gap": [
            (number("leads", "money"), "€"),
            (number("leads", "time"), " hours"),
            (number("associations", "money"), "€"),
            (number("associations", "time"), " hours"),
        ],
        "mixed-budget-of-two": [
            (number("associations", "money"), "€"),
            (number("associations", "time"), " hours"),
            (number("informal", "money"), "€"),
            (number("informal", "time"), " hours"),
        ],
        "deciding-low-figure": [
            (number("events", "money"), "€"),
            (number("events", "money", "low"), "€"),
            (number("events", "money", few=True), "€"),
        ],
    }
    for name, figures in asked.items():
        for figure, unit in figures:
            shown = f"€{figure}" if unit == "€" else f"{figure}{unit}"
            assert shown in items[name].stem["en"], (name, shown)


def test_what_a_question_calls_our_estimate_is_labelled_so():
    for criterion in ("money", "time"):
        for group in course().groups:
            assert course().ratings[group, criterion].basis == "estimate"


@pytest.mark.parametrize("lang", LANGS)
def test_a_number_never_says_that_the_article_says_so(lang):
    strings = course().strings
    for basis in ("article", "research", "estimate"):
        assert strings[f"basis.{basis}"][lang] != strings["explain.article"][lang]
    start = (ROOT / f"notebooks/{lang}/00_start.ipynb").read_text(encoding="utf-8")
    for basis in ("article", "research", "estimate"):
        assert f"**{strings[f'basis.{basis}'][lang]}**" in start
