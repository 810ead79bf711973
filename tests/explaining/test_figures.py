"""A figure is one table: number, shade and line of a cell all say the same."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import msgspec
import pytest
from builders import compared, course, loaded_by, profile

from netlesson.content import Knockout, Text, local
from netlesson.deciding import compare, criterion_value, types
from netlesson.deciding.robustness import analyse
from netlesson.explaining.figures import acceptability, matrix, type_profile
from netlesson.language import number

COURSE = course()
LANGS = ("en", "de")
PROFILE = profile(country="UK", market="local", money=1000, hours=10)
EQUAL = dict.fromkeys(COURSE.criteria, 1)
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    r"$\frac{1}{2}$ costs $5",
    "🍕🍕",
    "\u202egnp.exe שלום",
    "W" * 500,
    "a --> ]]> & b",
    "普通商会",
    "{{ 7 * 7 }} {say} {0}",
]


def parsed(html):
    return ElementTree.fromstring(html.replace("&nbsp;", "\u00a0"))  # noqa: S314 (our own)


def words(node, *, seen_only=False):
    """What a reader meets in a node; `seen_only` leaves out what only is read out."""
    if seen_only and node.get("class") == "nl-unseen":
        return node.tail or ""
    if node.get("aria-hidden") == "true" and not seen_only:
        return node.tail or ""
    inside = "".join(words(each, seen_only=seen_only) for each in node)
    return f"{node.text or ''}{inside}{node.tail or ''}"


def said(node, **how):
    return " ".join(words(node, **how).split())


def table(html):
    """Return the cells by the name of their row."""
    rows = parsed(html).findall(".//tbody/tr")
    return {
        said(row.find("th")): row.findall("td")
        for row in rows
        if row.find("td") is not None
    }


def heads(html):
    return [said(each) for each in parsed(html).findall(".//thead/tr/th")]


def with_types(count):
    """Return a course with so many types; the further ones copy the first."""
    groups, ratings = dict(COURSE.groups), dict(COURSE.ratings)
    first = COURSE.groups["chambers"]
    for n in range(len(groups) + 1, count + 1):
        name = Text(en=f"Type {n}", de=f"Art {n}")
        groups[f"own{n}"] = msgspec.structs.replace(
            first, id=f"own{n}", name=name, short=name
        )
        for criterion in COURSE.criteria:
            ratings[f"own{n}", criterion] = msgspec.structs.replace(
                COURSE.ratings["chambers", criterion], group=f"own{n}"
            )
    return replace(COURSE, groups=groups, ratings=ratings)


def named(names):
    """Compare as many alternatives as there are names, and analyse them."""
    known = types(COURSE, PROFILE, "en")
    alternatives = [
        msgspec.structs.replace(known[n % 6], id=f"a{n}", name=name)
        for n, name in enumerate(names)
    ]
    comparison = compare(alternatives, list(COURSE.criteria.values()), EQUAL)
    return comparison, analysed(comparison)


def analysed(comparison, **how):
    order = list(comparison.standing)
    return analyse(
        comparison.values[order],
        comparison.weights,
        low=comparison.low[order],
        high=comparison.high[order],
        **{"mode": "any", "draws": 1000, **how},
    )


def six(lang="en"):
    comparison = compared(PROFILE, weights=EQUAL, lang=lang)
    return comparison, analysed(comparison)


def every_figure(lang):
    for group in COURSE.groups:
        yield type_profile(COURSE, group, PROFILE, lang)
    yield matrix(COURSE, PROFILE, lang)
    yield acceptability(*six(lang), COURSE, lang)
    yield acceptability(*named(HOSTILE), COURSE, lang)


@pytest.mark.parametrize("lang", LANGS)
def test_a_figure_is_one_named_table_without_a_picture(lang):
    for html in every_figure(lang):
        page = parsed(f"<div>{html}</div>")
        tables = page.findall(".//table")
        assert len(tables) == 1
        assert said(tables[0].find("caption"))
        assert not {"img", "svg", "script"} & {each.tag for each in page.iter()}
        assert all(each.get("scope") for each in page.iter("th"))


@pytest.mark.parametrize("lang", LANGS)
def test_only_shapes_and_the_sign_of_a_guess_are_hidden_from_screen_readers(lang):
    for html in every_figure(lang):
        hidden = parsed(f"<div>{html}</div>").findall(".//*[@aria-hidden='true']")
        assert {"".join(each.itertext()).strip() for each in hidden} <= {"", "~"}
        assert hidden


@pytest.mark.parametrize("lang", LANGS)
def test_a_cell_of_the_matrix_has_its_number_and_how_good_that_is(lang):
    html = matrix(COURSE, PROFILE, lang)
    here = local(COURSE, "UK")
    rows = [*table(html).values()]
    order = [
        each
        for heading in COURSE.headings
        for each in here.criteria.values()
        if each.heading == heading
    ]
    assert len(rows) == len(order) == 10
    for criterion, row in zip(order, rows, strict=True):
        for group, cell in zip(COURSE.groups, row, strict=True):
            rating = here.ratings[group, criterion.id].at(PROFILE)
            amount = number(rating.value, lang, 0 if criterion.id == "money" else 1)
            guess = rating.basis == "estimate"
            assert said(cell, seen_only=True) == ("~" if guess else "") + amount
            assert (said(cell) == amount) != guess
            share = float(re.fullmatch(r"--nl-share:([\d.]+)%", cell.get("style"))[1])
            value = 100 * criterion_value(rating.value, criterion)
            assert share == pytest.approx(value, abs=0.06)


@pytest.mark.parametrize("lang", LANGS)
def test_the_matrix_names_types_criteria_and_their_units(lang):
    html = matrix(COURSE, PROFILE, lang)
    assert heads(html)[1:] == [each.short[lang] for each in COURSE.groups.values()]
    unit = {"en": "Money (GBP a year)", "de": "Geld (£ im Jahr)"}
    assert next(iter(table(html))) == unit[lang]
    groups = [said(h) for h in parsed(html).findall(".//th[@scope='rowgroup']")]
    assert groups == [each.name[lang] for each in COURSE.headings.values()]


@pytest.mark.parametrize("lang", LANGS)
def test_a_profile_shows_rating_range_and_basis_of_every_criterion(lang):
    here = local(COURSE, "UK")
    for group in COURSE.groups:
        rows = table(type_profile(COURSE, group, PROFILE, lang))
        assert len(rows) == 10
        for criterion in COURSE.criteria.values():
            rating = here.ratings[group, criterion.id].at(PROFILE)
            shown, basis = rows[criterion.name[lang]]
            for amount in (rating.value, rating.low, rating.high):
                assert number(amount, lang, 1) in said(shown)
            assert COURSE.say(f"basis.{rating.basis}", lang) in said(basis)
            assert (
                shown.find(f".//*[@class='nl-dot nl-dot-{rating.basis}']") is not None
            )
            band = shown.find(".//*[@class='nl-band']").get("style")
            start, width = map(float, re.findall(r"(?:left|width):([\d.]+)%", band))
            ends = sorted(
                100 * criterion_value(each, here.criteria[criterion.id])
                for each in (rating.low, rating.high)
            )
            assert [start, start + width] == pytest.approx(ends, abs=0.11)


@pytest.mark.parametrize("lang", LANGS)
def test_each_reason_to_unfold_is_named_by_its_criterion(lang):
    page = parsed(type_profile(COURSE, "leads", PROFILE, lang))
    named = [said(each).partition(": ")[2] for each in page.iter("summary")]
    assert sorted(named) == sorted(c.name[lang] for c in COURSE.criteria.values())


def test_the_profile_of_a_business_chooses_the_variants():
    german = msgspec.structs.replace(PROFILE, country="DE")
    for business, amount in ((PROFILE, "170"), (german, "0")):
        money = next(iter(table(matrix(COURSE, business, "en")).values()))
        assert said(money[0]).startswith(f"{amount} ") or said(money[0]) == amount
        shown = table(type_profile(COURSE, "chambers", business, "en"))["Money"][0]
        assert re.search(rf"\b{amount} ", said(shown))


@pytest.mark.parametrize("lang", LANGS)
def test_a_share_is_in_whole_percent_and_as_long_as_its_line(lang):
    comparison, sure = six(lang)
    rows = table(acceptability(comparison, sure, COURSE, lang))
    assert list(rows) == [comparison.alternatives[i].name for i in comparison.standing]
    percent = r"<?\d{1,3}%" if lang == "en" else r"<?\d{1,3}\u00a0%"
    for row, shares in zip(rows.values(), sure.acceptability, strict=True):
        for cell, share in zip(row, shares, strict=True):
            assert re.fullmatch(percent, words(cell).strip())
            assert cell.get("style") == f"--nl-share:{round(100 * float(share), 1)}%"
            assert (said(cell)[0] == "<") == (0 < share < 0.005)


@pytest.mark.parametrize("count", [1, 7, 12])
def test_all_types_and_alternatives_are_in_the_table(count):
    page = matrix(with_types(count), PROFILE, "en")
    assert len(heads(page)) == 1 + max(count, 6)
    comparison, sure = named([f"Group {n}" for n in range(count)])
    page = acceptability(comparison, sure, COURSE, "en")
    assert len(table(page)) == count
    assert heads(page) == ["Group", *(f"Rank {n}" for n in range(1, count + 1))]


def test_what_is_knocked_out_is_left_out():
    known, criteria = types(COURSE, PROFILE, "en"), list(COURSE.criteria.values())
    limits = [Knockout(kind="money", limit=100)]
    comparison = compare(known, criteria, EQUAL, limits)
    order = list(comparison.standing)
    page = acceptability(comparison, analysed(comparison), COURSE, "en")
    assert 1 < len(order) < len(known)
    assert list(table(page)) == [known[i].name for i in order]


def test_an_analysis_of_other_alternatives_is_refused():
    with pytest.raises(ValueError, match="robustness is of 6 alternatives, 2 are not"):
        acceptability(named(["a", "b"])[0], six()[1], COURSE, "en")


def test_an_unknown_type_is_refused_by_name():
    with pytest.raises(ValueError, match="no type 'club'; use one of chambers, leads"):
        type_profile(COURSE, "club", PROFILE, "en")


@pytest.mark.parametrize(
    ("mode", "told"),
    [("any", "all possible"), ("order", "order of importance"), ("near", "near yours")],
)
def test_the_caption_says_in_plain_words_what_a_share_is_and_how_exact(mode, told):
    comparison, sure = six()
    page = parsed(acceptability(comparison, replace(sure, mode=mode), COURSE, "en"))
    caption = said(page.find("figcaption"))
    assert told in caption
    assert "not a probability of success" in caption
    assert "1,000 times" in caption
    widest = 2 * 100 * max(map(max, sure.standard_error))
    assert f"give or take {widest:.0f} in a hundred" in caption
    assert "standard error" not in caption


def test_no_share_is_said_to_be_exact():
    comparison, sure = named(["alone"])
    assert max(map(max, sure.standard_error)) == 0
    page = acceptability(comparison, sure, COURSE, "en")
    assert "give or take 1 in a hundred" in page


def test_hostile_names_come_out_as_typed():
    assert set(table(acceptability(*named(HOSTILE), COURSE, "en"))) == set(HOSTILE)
    for hostile in HOSTILE:
        name = Text(en=hostile, de=hostile)
        group = COURSE.groups["leads"]
        group = msgspec.structs.replace(group, name=name, short=name)
        changed = replace(COURSE, groups=COURSE.groups | {"leads": group})
        assert heads(matrix(changed, PROFILE, "en"))[2] == hostile
        page = parsed(type_profile(changed, "leads", PROFILE, "en"))
        assert hostile in said(page.find("caption"))


def test_profile_and_matrix_load_no_library_of_numbers():
    code = (
        "import sys\n"
        "from netlesson.content import load_course\n"
        "from netlesson.figures import acceptability, matrix, type_profile\n"
        "course = load_course()\n"
        "profile = next(iter(course.cases.values())).profile\n"
        "type_profile(course, 'leads', profile, 'de'), matrix(course, profile, 'en')\n"
        "assert not {'numpy', 'matplotlib'} & set(sys.modules)\n"
    )
    assert loaded_by(code) == []
