"""The live ranking is a table whose text and bars both tell the scores."""

import re
from xml.etree import ElementTree

import msgspec
import pytest
from builders import compared, course, profile

from netlesson.deciding import compare
from netlesson.explaining import heading_sums, ranking
from netlesson.language import Edition

LANGS = ("en", "de")
LIMITED = profile(
    market="local", money=100, hours=4, fixed_slot=False, needs=("trust", "fit")
)
EQUAL = dict.fromkeys(course().criteria, 1)
BUSINESSES = [profile(), LIMITED, profile(hours=0), profile(country="US", money=700)]


def parsed(comparison, lang, equal=None):
    page = ranking(comparison, Edition(course(), lang), equal)
    return ElementTree.fromstring(page.replace("&nbsp;", "\u00a0"))  # noqa: S314 (our own)


def rows(table):
    return table.findall("tbody/tr")


def words(node):
    return " ".join("".join(node.itertext()).split())


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("business", BUSINESSES)
def test_rows_run_from_the_best_down_with_what_is_out_at_the_end(business, lang):
    comparison = compared(business, lang=lang)
    shown = [words(row.find("th")) for row in rows(parsed(comparison, lang))]
    order = [*comparison.standing, *comparison.out]
    assert shown == [comparison.alternatives[i].name for i in order]
    scores = comparison.scores[list(comparison.standing)]
    assert (scores[:-1] >= scores[1:] - 1e-9).all()


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("business", BUSINESSES)
def test_points_and_bars_show_the_score(business, lang):
    comparison = compared(business, lang=lang)
    order = [*comparison.standing, *comparison.out]
    for row, i in zip(rows(parsed(comparison, lang)), order, strict=True):
        points = int(row.find(".//b").text)
        assert abs(points - 100 * comparison.scores[i]) <= 0.5 + 1e-6
        bars = row.findall(".//span[@aria-hidden='true']/span")
        widths = [float(re.search(r"width:([\d.]+)%", b.get("style"))[1]) for b in bars]
        assert len(widths) == 4
        assert sum(widths) == pytest.approx(100 * comparison.scores[i], abs=0.03)
        told = words(row.find(".//span[@class='nl-parts']")).replace("\u00a0", " ")
        parts = dict(part.rsplit(" ", 1) for part in told.split(" · "))
        assert list(parts) == [h.name[lang] for h in course().headings.values()]
        assert sum(map(int, parts.values())) == points
        for part, width in zip(parts.values(), widths, strict=True):
            assert abs(int(part) - width) < 1.01


@pytest.mark.parametrize("lang", LANGS)
def test_what_is_out_says_so_in_words_and_why_and_keeps_its_points(lang):
    comparison = compared(LIMITED, lang=lang)
    assert comparison.out
    out = rows(parsed(comparison, lang))[len(comparison.standing) :]
    for row, i in zip(out, comparison.out, strict=True):
        assert row.get("class") == "nl-out"
        assert words(row.find("td")) == course().say("bars.out", lang)
        reasons = row.findall(".//span[@class='nl-breach']")
        if comparison.breaches[i][-1].kind == "idle":
            said = [course().say("explain.out_idle", lang)]
            assert [words(each) for each in reasons] == said
            continue
        assert len(reasons) == len(comparison.breaches[i]) + 1
        rank = course().say("explain.would_rank", lang, rank=comparison.ranks[i])
        assert words(reasons[-1]) == rank


@pytest.mark.parametrize("lang", LANGS)
def test_ranks_are_shown_and_shared_by_ties(lang):
    comparison = compared(profile(chamber="active"), lang=lang)
    twin = msgspec.structs.replace(comparison.alternatives[1], id="twin", name="Twin")
    tied = compare([*comparison.alternatives, twin], comparison.criteria, EQUAL)
    ranks = [words(row.find("td")) for row in rows(parsed(tied, lang))]
    assert ranks == [f"{tied.ranks[i]}." for i in tied.standing]
    assert len(set(ranks)) < len(ranks)


@pytest.mark.parametrize("business", BUSINESSES)
def test_ranks_with_equal_weights_stand_beside(business):
    comparison = compared(business)
    equal = compared(business, weights=EQUAL)
    table = parsed(comparison, "en", equal)
    assert words(table.findall("thead/tr/th")[-1]) == course().say("bars.equal", "en")
    order = [*comparison.standing, *comparison.out]
    for row, i in zip(rows(table), order, strict=True):
        shown = words(row.findall("td")[-1])
        assert shown == ("" if comparison.breaches[i] else f"{equal.ranks[i]}.")
    without = parsed(comparison, "en")
    assert len(table.findall("thead/tr/th")) == 4
    assert len(without.findall("thead/tr/th")) == 3


@pytest.mark.parametrize("lang", LANGS)
def test_a_screen_reader_finds_caption_headers_and_no_picture(lang):
    table = parsed(compared(profile(), lang=lang), lang)
    caption = words(table.find("caption"))
    assert caption.startswith(course().say("bars.caption", lang))
    for heading in course().headings.values():
        assert heading.name[lang] in caption
    assert all(th.get("scope") == "col" for th in table.findall("thead/tr/th"))
    assert all(row.find("th").get("scope") == "row" for row in rows(table))
    assert len(table.findall(".//img")) == 0
    hidden = table.findall(".//*[@aria-hidden='true']")
    assert [words(each) for each in hidden] == [""] * 6, "only bars are hidden"


def test_what_a_learner_wrote_is_escaped():
    comparison = compared(profile())
    name = '<img src=x onerror="alert(1)">'
    colour = '#000;"><script>'
    first = msgspec.structs.replace(
        comparison.alternatives[0], name=name, colour=colour
    )
    wrote = compare([first], comparison.criteria, EQUAL)
    page = ranking(wrote, Edition(course(), "en"))
    assert "<img" not in page
    assert "<script" not in page
    assert words(rows(parsed(wrote, "en"))[0].find("th")) == name


def test_sums_under_headings_add_up_to_the_scores():
    comparison = compared(profile(needs=("reach",)))
    sums = heading_sums(comparison, course())
    assert [sum(row) for row in sums] == pytest.approx(comparison.scores)
    effort = comparison.contributions[:, :2].sum(axis=1)
    assert [row[0] for row in sums] == pytest.approx(effort)


@pytest.mark.parametrize("lang", LANGS)
def test_which_way_of_a_type_takes_few_hours_is_said_where_it_is_counted(lang):
    business = profile(market="local", hours=4, fixed_slot=False, seat_taken=True)
    comparison, meant = compared(business, lang=lang), course().groups["leads"].few
    told = {
        words(row.find("th")): meant[lang] in words(row)
        for row in rows(parsed(comparison, lang))
    }
    name = course().groups["leads"].name[lang]
    assert {each for each, said in told.items() if said} == {name}
    usual = rows(parsed(compared(profile(hours=20), lang=lang), lang))
    assert not any(meant[lang] in words(row) for row in usual)
