"""What is recommended follows from the numbers, in both languages."""

import html
import re

import numpy as np
import pytest
from builders import alternative, course, from_values, profile, rated
from businesses import businesses, result

from netlesson.content import Knockout
from netlesson.deciding import compare
from netlesson.deciding.recommendation import recommend
from netlesson.explaining import answer
from netlesson.explaining.recommending import recommended
from netlesson.language import Edition

LANGS = ("en", "de")
FOUND = [result(each) for each in businesses(150, seed=31)]


def slot(ident, **ratings):
    return alternative(ident, fixed_slot=True, **ratings)


def left(*alternatives):
    """Compare on one criterion, without those that need a fixed slot."""
    limits = [Knockout(kind="no_fixed_slot")]
    return compare(alternatives, [rated()], {"reach": 1}, limits)


def test_one_to_three_are_picked_the_first_by_points_first():
    sizes = set()
    for found in FOUND:
        picks = recommend(found)
        sizes.add(len(picks))
        assert 1 <= len(picks) <= 3
        assert found.rows[picks[0].index].rank == 1
        assert picks[0].place == "first"
        assert len({each.index for each in picks}) == len(picks)
        places = [found.standing.index(each.index) for each in picks]
        assert places == sorted(places)
        order = ["first", "then", "perhaps"]
        told = [order.index(each.place) for each in picks]
        assert told == sorted(told)
        assert told.count(0) == 1
        assert told.count(2) <= 1
    assert sizes >= {2, 3}


def test_who_is_not_clearly_behind_comes_next_and_who_is_does_not():
    for found in FOUND:
        first, *others = found.standing
        near = [i for i in others if found.ahead(first, i) < 0.8]
        then = [each.index for each in recommend(found) if each.place == "then"]
        assert then == near[:2]
        perhaps = [each for each in recommend(found) if each.place == "perhaps"]
        for each in perhaps:
            assert found.ahead(first, each.index) >= 0.8
            # On the criterion that would have to count more it is the better one.
            j = each.if_more
            assert found.values[each.index, j] > found.values[first, j]
            assert found.weights[j] > 0


def test_every_reason_is_better_than_the_mean_and_what_is_against_is_worse():
    reasons = 0
    for found in FOUND:
        inside = list(found.standing)
        mean = found.contributions[inside].mean(axis=0)
        for each in recommend(found):
            leads = found.contributions[each.index] - mean
            if len(inside) == 1:
                continue
            assert len(each.reasons) <= 2
            assert all(leads[j] > 0 for j in each.reasons)
            if each.reasons:
                assert leads[each.reasons[0]] == pytest.approx(leads.max())
            if each.against is not None:
                assert leads[each.against] == pytest.approx(leads.min())
                assert leads[each.against] < 0
            reasons += len(each.reasons)
    assert reasons > len(FOUND)


def test_what_to_ask_is_what_moves_the_score_the_most():
    for found in FOUND:
        for each in recommend(found):
            i = each.index
            below, above = (found.values - found.low)[i], (found.high - found.values)[i]
            spread = found.weights**2 * below * above
            asked = spread[list(each.asks)]
            assert asked == pytest.approx(np.sort(spread[spread > 0])[::-1])


@pytest.mark.parametrize("lang", LANGS)
def test_what_to_find_out_can_be_asked_at_a_visit_of_that_type(lang):
    """Not how a criterion is rated, if there is a question for the type."""
    asked = 0
    for found in FOUND:
        page = answer(found, Edition(course(), lang), profile())
        for each in recommend(found):
            group = found.alternatives[each.index].group
            visit = {q.criterion: q.text for q in course().groups[group].visit}
            able = [found.criteria[j].id for j in each.asks]
            able = [name for name in able if name in visit]
            if able:
                assert html.escape(visit[able[0]][lang], quote=False) in page
                asked += 1
    assert asked > len(FOUND)


def test_what_is_knocked_out_is_never_recommended():
    assert any(found.out for found in FOUND)
    for found in FOUND:
        for each in recommend(found):
            assert not found.breaches[each.index]


@pytest.mark.parametrize("lang", LANGS)
def test_the_sentence_names_every_pick_and_nobody_else(lang):
    for found in FOUND:
        picks = recommend(found)
        said = recommended(found, picks, Edition(course(), lang))
        quoted = re.findall("[“„](.*?)[”“]", said)
        names = [found.alternatives[each.index].name for each in picks]
        criteria = [
            found.criteria[each.if_more].name[lang]
            for each in picks
            if each.if_more is not None
        ]
        # German closes with the mark that opens in English.
        assert set(names) <= set(quoted) | {said.split("“")[0]}, said
        others = {each.name for each in found.alternatives} - {*names}
        assert not others & set(quoted)
        assert all(each in said for each in criteria)


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_tells_of_every_pick_its_reasons_with_who_says_so(lang):
    edition = Edition(course(), lang)
    for business, found in zip(businesses(150, seed=31)[:25], FOUND, strict=False):
        page = answer(found, edition, business)
        picks = re.findall('<li class="nl-pick-(.*?)">(.*?)</li>', page, re.DOTALL)
        assert len(picks) == len(recommend(found))
        for (place, told), pick in zip(picks, recommend(found), strict=True):
            assert place == pick.place
            assert f"<bdi>{found.alternatives[pick.index].name}</bdi>" in told
            for j in (
                *pick.reasons,
                *([pick.against] if pick.against is not None else []),
            ):
                name = found.criteria[j].name[lang]
                assert re.search(f'<b>{name}</b> <span class="nl-basis nl-', told), name
            if pick.asks:
                assert course().say("recommend.ask", lang) in told
        verdict = course().say(f"recommend.verdict_{found.verdict}", lang)
        assert verdict in page.partition("<details")[2]


@pytest.mark.parametrize("lang", LANGS)
def test_where_nothing_or_one_is_left_that_is_said(lang):
    edition = Edition(course(), lang)
    nothing = left(slot("a", reach=5), slot("b", reach=4))
    assert recommend(nothing) == ()
    assert recommended(nothing, (), edition) == course().say("explain.is_none", lang)
    assert "nl-picks" not in answer(nothing, edition, profile())
    one = left(slot("a", reach=5), alternative("b", reach=2))
    (pick,) = recommend(one)
    assert (pick.index, pick.place, pick.reasons) == (1, "first", (0,))
    assert "B" in recommended(one, (pick,), edition)
    assert "A" not in recommended(one, (pick,), edition).replace("Aus", "")


def test_who_is_worse_on_everything_is_not_to_be_looked_at():
    found = from_values([[1, 1], [0.1, 0.1]], [1, 1])
    assert [each.place for each in recommend(found)] == ["first"]


def test_what_does_not_count_is_no_reason_to_look_at_anybody():
    found = from_values([[1, 0], [0.1, 1]], [1, 0])
    assert [each.place for each in recommend(found)] == ["first"]


def test_a_shared_first_place_names_both():
    found = from_values([[0.5, 1], [1, 0.5], [0, 0]], [1, 1])
    assert [(each.index, each.place) for each in recommend(found)] == [
        (0, "first"),
        (1, "then"),
    ]
