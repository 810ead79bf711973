"""What stays in sight says the same as the ranking, and what moved is said briefly."""

from xml.etree import ElementTree

import msgspec
import pytest
from builders import compared, course, profile

from netlesson.content import Knockout
from netlesson.deciding import compare
from netlesson.explaining import glance, moved, ranking
from netlesson.language import Edition

LANGS = ("en", "de")
LIMITED = profile(market="local", money=100, hours=4, fixed_slot=False)
BUSINESSES = [profile(), LIMITED, profile(country="US", money=700)]


def parsed(html):
    return ElementTree.fromstring(f"<div>{html.replace('&nbsp;', ' ')}</div>")  # noqa: S314 (our own)


def with_weights(**weights):
    return compared(profile(), weights=dict.fromkeys(course().criteria, 0) | weights)


def names(comparison):
    return [comparison.alternatives[i].name for i in comparison.standing]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("business", BUSINESSES)
def test_it_has_order_points_and_verdict_of_the_ranking(business, lang):
    comparison, edition = compared(business, lang=lang), Edition(course(), lang)
    page = parsed(glance(comparison, edition))
    full = parsed(ranking(comparison, edition))
    rows = full.findall(".//tbody/tr")
    assert [each.text for each in page.iter("bdi")] == [
        row.find("th/bdi").text for row in rows
    ]
    assert [each.text for each in page.findall("ol/li/b")] == [
        row.find(".//b").text for row in rows
    ]
    assert [each.get("class") for each in page.iter("li")] == [
        row.get("class") for row in rows
    ]
    verdict = edition.say(f"recommend.verdict_{comparison.verdict}")
    assert page.find("p/b").text == verdict


@pytest.mark.parametrize("lang", LANGS)
def test_a_place_is_told_in_words_to_who_sees_no_sign(lang):
    page = parsed(glance(compared(LIMITED, lang=lang), Edition(course(), lang)))
    out = page.findall(".//li[@class='nl-out']")
    assert out
    for row in out:
        sign, told = row.find("span").findall("span")
        assert sign.get("aria-hidden") == "true"
        assert told.text == course().say("bars.out", lang)


def test_a_new_first_is_named_with_its_points_and_who_moved_up():
    before, now = with_weights(referrals=1), with_weights(trust=1, variety=0.1)
    first = names(now)[0]
    said = moved(before, now, Edition(course(), "en"))
    points = 100 * max(now.rows[i].score for i in now.standing)
    assert names(before)[0] != first
    assert said.startswith(f"Now first: “{first}”, {points:.0f} points. ")
    was = {row.alternative.name: row.rank for row in before.rows}
    risen = [
        f"“{row.alternative.name}” to rank {row.rank}"
        for row in (now.rows[i] for i in now.standing[1:])
        if row.rank < was[row.alternative.name]
    ]
    assert risen
    assert all(each in said for each in risen[:3])
    assert said.count(" to rank ") == min(3, len(risen))
    assert said.endswith(course().say(f"recommend.verdict_{now.verdict}", "en"))


def test_a_first_that_stays_is_said_to_stay():
    before, now = with_weights(trust=1), with_weights(trust=1, safety=0.01)
    assert names(before)[0] == names(now)[0]
    said = moved(before, now, Edition(course(), "de"))
    assert said.startswith(f"Weiterhin vorn: „{names(now)[0]}“, ")


def test_what_is_out_and_what_is_back_is_named():
    free, edition = compared(profile()), Edition(course(), "en")
    tight = compared(LIMITED)
    out = [name for name in names(free) if name not in names(tight)]
    assert out
    said = moved(free, tight, edition)
    assert all(f"“{name}”" in said.partition("Out now: ")[2] for name in out)
    back = moved(tight, free, edition)
    assert all(f"“{name}”" in back.partition("Back in: ")[2] for name in out)


def test_where_nothing_is_left_only_that_is_said():
    free = compared(profile())
    dear = max(free.alternatives, key=lambda each: each.ratings["money"])
    equal = dict.fromkeys(course().criteria, 1)
    limit = [Knockout(kind="money", limit=0)]
    nothing = compare([dear], free.criteria, equal, limit)
    assert not nothing.standing
    said = moved(free, nothing, Edition(course(), "en"))
    assert said == course().say("recommend.verdict_none", "en")


def test_a_removed_group_is_not_called_out():
    now = compared(profile())
    twin = msgspec.structs.replace(now.alternatives[0], id="twin", name="Twin")
    equal = dict.fromkeys(course().criteria, 1)
    before = compare([*now.alternatives, twin], now.criteria, equal)
    assert "Twin" not in moved(before, now, Edition(course(), "en"))
