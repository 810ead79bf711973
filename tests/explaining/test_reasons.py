"""What is said about a ranking is true: every sentence is held to the numbers."""

import dataclasses
import functools
import html
import itertools
import math
import re
from statistics import NormalDist
from typing import get_args

import msgspec
import numpy as np
import pytest
from builders import compared, course, from_values, profile
from hypothesis import given, strategies as st

from netlesson.content import Country, Profile
from netlesson.content.model import Market
from netlesson.deciding import Breach, compare, knockouts, suggest
from netlesson.deciding.comparison import Verdict
from netlesson.deciding.robustness import analyse, nearest_weights
from netlesson.explaining import (
    breach_sentences,
    evidence,
    headline,
    ranking,
    whole_points,
    why,
)
from netlesson.explaining.changes import Sureness, changes, how_sure
from netlesson.language import Edition, parse_number

LANGS = ("en", "de")
COUNT = 510  # comparisons, each explained in both languages


def business(random):
    rated = [name for name in course().criteria if name not in ("money", "time")]
    return Profile(
        country=str(random.choice(get_args(Country))),
        market=str(random.choice(get_args(Market))),
        customers="both",
        money=float(random.choice([0, 90, 250, 600, 1200, 2500])),
        hours=float(random.choice([0, 1, 2.5, 4, 8, 20])),
        fixed_slot=bool(random.integers(2)),
        seat_taken=bool(random.integers(2)),
        needs=tuple(random.permutation(rated)[: random.integers(4)].tolist()),
    )


def weighting(random, profile):
    """Suggested, equal or any weights; equal ones make ties and half points."""
    names = list(course().criteria)
    kind = random.integers(4)
    if kind == 0:
        return suggest(profile, course()).weights
    if kind == 1:
        equal = random.permutation(names)[: random.integers(2, 11)].tolist()
        return {name: float(name in equal) for name in names}
    shares = random.dirichlet(np.ones(len(names)))
    shares[random.permutation(len(names))[: random.integers(4)]] = 0
    return dict(zip(names, shares.tolist(), strict=True))


def again(comparison, who, **changed):
    """Compare the same, changed, for another business."""
    return compare(
        [msgspec.structs.replace(each, **changed) for each in comparison.alternatives],
        comparison.criteria,
        dict(zip(course().criteria, comparison.shares, strict=True)),
        knockouts(who),
    )


@functools.cache
def samples():
    """Return (profile, comparison in English, the same in German), seeded."""
    random = np.random.default_rng(2024)
    found = []
    for number in range(COUNT):
        who = business(random)
        weights = weighting(random, who)
        pair = [compared(who, lang=lang, weights=weights) for lang in LANGS]
        if number % 2:  # as real groups of which the hours are known
            pair = [again(each, who, few=None) for each in pair]
        found.append((who, *pair))
    return found


def cases():
    for who, english, german in samples():
        yield who, english, "en"
        yield who, german, "de"


def names(comparison):
    return [alternative.name for alternative in comparison.alternatives]


def criteria(lang):
    return [criterion.name[lang] for criterion in course().criteria.values()]


def read(key, lang, sentence):
    """Return what fills the phrase in a sentence; None if it is another phrase."""
    phrase = course().strings[f"explain.{key}"][lang]
    pattern = re.escape(re.sub(r"\{\w+:(.+?)\|(.+?)\}", r"<\1/\2>", phrase))
    pattern = re.sub("<(.+?)/(.+?)>", r"(?:\1|\2)", pattern)
    for name in sorted(set(re.findall(r"\\{(\w+)\\}", pattern))):
        first, again = rf"(?P<{name}>.+?)", f"(?P={name})"
        pattern = pattern.replace(rf"\{{{name}\}}", first, 1)
        pattern = pattern.replace(rf"\{{{name}\}}", again)
    match = re.fullmatch(pattern, sentence)
    return match and {name: as_named(x, lang) for name, x in match.groupdict().items()}


def as_named(text, lang):
    """Return a text with the names of criteria as in the content, for the Swiss too."""
    for name in criteria(lang):
        text = text.replace(name.replace("ß", "ss"), name)
    return text


def amount(text, lang):
    return parse_number(text.rstrip("%\u00a0"), lang)


def points(text, lang):
    """Return (points, what they are rounded to) for "3 points" and the like."""
    if hardly := read("hardly", lang, text):
        return 0.0, amount(hardly["n"], lang)
    found = read("points", lang, text)
    shown = amount(found["n"], lang)
    return shown, 1.0 if shown >= 1 and shown.is_integer() else 0.1


def totals(comparison):
    """Return the points that the ranking shows, the best first."""
    rows = re.findall(r"<b>(\d+)</b>", ranking(comparison, Edition(course(), "en")))
    return [int(row) for row in rows]


def agrees(text, exact, lang):
    """Tell whether rounded points stand for an exact share."""
    shown, unit = points(text, lang)
    return abs(shown - 100 * exact) <= unit / 2 + 1e-6


def test_the_samples_show_every_verdict_and_every_kind_of_sentence():
    """Else the tests below would be green for want of anything to test."""
    verdicts = {comparison.verdict for _, comparison, _ in samples()}
    assert verdicts == set(get_args(Verdict))
    keys = [
        "out_money",
        "out_hours",
        "out_no_fixed_slot",
        "out_seat_taken",
        "wins",
        "would_win",
        "weight_more",
        "weight_less",
        "rating",
        "nearest",
        "nearest_more",
        "never",
        "no_weights",
    ]
    seen = {
        key
        for _, comparison, _ in samples()[:200]
        for x in range(6)
        for sentence in changes(comparison, x, Edition(course(), "en"))
        for key in keys
        if read(key, "en", sentence) is not None
    }
    assert seen == set(keys)


def keeps(comparison, a, b):
    """How often plausible ratings keep a before b, by hand."""
    gap, variance = comparison.scores[a] - comparison.scores[b], 0.0
    for i in (a, b):
        low, value, high = (
            getattr(comparison, part)[i] for part in ("low", "values", "high")
        )
        variance += comparison.weights**2 @ ((value - low) * (high - value)) / 3
    return NormalDist(0, math.sqrt(variance)).cdf(gap) if variance else float(gap > 0)


def test_the_headline_names_all_it_speaks_of_and_how_often_that_holds():
    for _, comparison, lang in cases():
        said = headline(comparison, Edition(course(), lang))
        found = read(f"is_{comparison.verdict}", lang, said)
        assert found is not None, said
        order = [names(comparison)[i] for i in comparison.standing]
        if comparison.verdict == "single":
            assert found["name"] == order[0]
        if comparison.verdict == "tie":
            assert all(names(comparison)[i] in said for i in comparison.winners)
            scores = comparison.scores[list(comparison.winners)]
            assert np.ptp(scores) < 1e-8
        if comparison.verdict in ("close", "narrow", "ahead"):
            first, *others = comparison.standing
            shares = {i: keeps(comparison, first, i) for i in others}
            least = min(shares.values())
            assert found["first"] == order[0]
            told = amount(found["share"], lang)
            assert told in [int(100 * least + error) for error in (-1e-7, 1e-7)]
            assert comparison.verdict == (
                "ahead" if least >= 0.8 else "narrow" if least >= 0.6 else "close"
            )
        if comparison.verdict == "close":
            near = {names(comparison)[i] for i in others if shares[i] < 0.6}
            assert set(re.findall("[“„](.*?)[”“]", found["names"])) == near
        if comparison.verdict in ("narrow", "ahead"):
            assert found["second"] == order[1]
            assert agrees(found["points"], comparison.margin, lang)
            shown = points(found["points"], lang)[0]
            if shown.is_integer() and shown > 1:
                # Or in tenths, and the tenth is a nought.
                apart = np.subtract(*totals(comparison)[:2])
                assert shown == apart or abs(shown - 100 * comparison.margin) < 0.051


def test_parts_of_a_lead_have_the_right_sign_amount_order_and_sum():
    one_of = {lang: "|".join(map(re.escape, criteria(lang))) for lang in LANGS}
    checked = 0
    for number, (who, comparison, lang) in enumerate(cases()):
        pairs = list(itertools.permutations(range(6), 2))
        top = comparison.standing[:2]
        for a, b in [pairs[number % 30], *([top] if len(top) == 2 else [])]:
            page = as_named(why(comparison, a, b, Edition(course(), lang), who), lang)
            said = html.unescape(re.search('nl-lead">(.*?)</p>', page)[1])
            lead = comparison.scores[a] - comparison.scores[b]
            sign = "level" if abs(lead) <= 1e-9 else "ahead" if lead > 0 else "behind"
            found = read(f"lead_{sign}", lang, said)
            assert found is not None, said
            assert [found["one"], found["other"]] == [
                names(comparison)[i] for i in (a, b)
            ]

            shown, unit = points(found["points"], lang) if sign != "level" else (0, 0.1)
            assert sign == "level" or agrees(found["points"], abs(lead), lang)
            parts = [
                (amount(text.replace("+", ""), lang), criteria(lang).index(name))
                for text, name in re.findall(
                    rf"([+\u2212][\d.,]+) ({one_of[lang]})", found["parts"]
                )
            ]
            gaps = 100 * (comparison.contributions[a] - comparison.contributions[b])
            told = [part for part, _ in parts]
            assert sum(told) == pytest.approx(-shown if sign == "behind" else shown)
            assert told == sorted(told, key=abs, reverse=True), said
            for part, j in parts:
                assert abs(part - gaps[j]) < unit + 1e-6, said
                assert part * gaps[j] > 0, said
            silent = set(range(10)) - {j for _, j in parts}
            assert all(abs(gaps[j]) < unit + 1e-6 for j in silent), said
            headings = re.findall(rf"<h\d>([+\u2212][\d.,]+) ({one_of[lang]})</h", page)
            assert [criteria(lang).index(name) for _, name in headings] == [
                j for _, j in parts[:4]
            ]
            checked += 1
    assert checked > 2 * COUNT


@pytest.mark.parametrize("lang", LANGS)
def test_two_that_differ_in_nothing_are_level_with_no_part(lang):
    comparison = compared(profile(), lang=lang)
    twin = msgspec.structs.replace(comparison.alternatives[1], id="twin", name="Twin")
    both = compare(
        [comparison.alternatives[1], twin],
        comparison.criteria,
        dict.fromkeys(course().criteria, 1),
    )
    said = why(both, 0, 1, Edition(course(), lang), profile())
    assert course().say("explain.nothing", lang) in said


def test_raising_a_limit_by_what_is_shown_lets_the_alternative_in():
    checked = idle = 0
    for who, comparison, lang in cases():
        for i in comparison.out:
            sentences = breach_sentences(comparison, i, Edition(course(), lang))
            breaches = comparison.breaches[i]
            if breaches[-1].kind == "idle":
                # No limit to raise: there is nothing to try.
                assert len(sentences) == len(breaches)
                assert read("out_idle", lang, sentences[-1]) is not None
                idle += 1
                continue
            assert len(sentences) == len(breaches) + 1
            rank = read("would_rank", lang, sentences[-1])["rank"]
            inside = comparison.scores[list(comparison.standing)]
            assert int(rank) == 1 + (inside > comparison.scores[i] + 1e-9).sum()
            raised = who
            for breach, sentence in zip(breaches, sentences, strict=False):
                found = read(f"out_{breach.kind}", lang, sentence)
                assert found is not None, sentence
                if breach.kind in ("money", "hours"):
                    over = amount(found["amount"], lang)
                    assert breach.slack <= over < breach.slack + 1
                    limit = getattr(who, breach.kind) + over
                    raised = msgspec.structs.replace(raised, **{breach.kind: limit})
            kinds = {b.kind for b in again(comparison, raised).breaches[i]}
            assert not kinds & {"money", "hours"}
            checked += 1
    assert checked > COUNT
    assert idle


@pytest.mark.parametrize(
    ("slack", "lang", "said"),
    [
        (0.04, "en", "0.1 hours a month over the limit."),
        (1, "en", "1 hour a month over the limit."),
        (1, "de", "1 Stunde im Monat über der Grenze."),
        (1.5, "de", "1,5 Stunden im Monat über der Grenze."),
    ],
)
def test_hours_over_a_limit_are_never_rounded_to_nothing(slack, lang, said):
    comparison = from_values([[0.5], [0.4]], [1])
    first, second = comparison.rows
    late = dataclasses.replace(first, breaches=(Breach("hours", slack),))
    out = dataclasses.replace(comparison, rows=(late, second))
    assert breach_sentences(out, 0, Edition(course(), lang))[0] == said


def rivals_of(comparison, x):
    return [i for i in comparison.standing if i != x]


def wins(comparison, x, weights):
    """Tell whether x is first, if shared, among those left, with these weights."""
    scores = comparison.values @ weights
    return scores[x] >= scores[rivals_of(comparison, x)].max() - 1e-9


def could_win(comparison, x, random, draws=300):
    """Tell whether a corner of the weightings, or a draw, puts x first."""
    counts = np.flatnonzero(comparison.weights)
    corners = np.eye(len(counts))
    drawn = np.vstack([corners, random.dirichlet(np.ones(len(counts)), draws)])
    scores = comparison.values[:, counts] @ drawn.T
    return (scores[x] >= scores[rivals_of(comparison, x)].max(axis=0) - 1e-9).any()


def check_weight(comparison, x, lang, found, more):
    j = criteria(lang).index(found["criterion"])
    rival = names(comparison).index(found["rival"])
    assert rival == rivals_of(comparison, x)[0]
    assert found["share"] != found["now"]
    share, now = (amount(found[part], lang) / 100 for part in ("share", "now"))
    assert (share > now) == more
    decimals = [
        len(re.sub(r".*?[.,]|^\d+$", "", amt(found[p]))) for p in ("share", "now")
    ]
    halves = [
        0.5 * 10.0 ** (-2 - max(d, value < 0.095))
        for d, value in zip(decimals, (share, now), strict=True)
    ]
    assert abs(now - comparison.weights[j]) <= halves[1] + 1e-9

    def gap(at):
        rest = comparison.weights.copy()
        rest[j] = 0
        rest *= (1 - at) / rest.sum()
        rest[j] = at
        return float((comparison.values[rival] - comparison.values[x]) @ rest)

    slope = abs(gap(1) - gap(0))
    assert abs(gap(share)) <= slope * halves[0] + 1e-9, found
    beyond = share + (0.002 + halves[0]) * (1 if more else -1)
    assert gap(comparison.weights[j]) > 0
    if 0 <= beyond <= 1:
        assert gap(beyond) < 0, "beyond the tie x is ahead"


def amt(text):
    return text.rstrip("%\u00a0")


def check_rating(comparison, x, lang, found):
    j = criteria(lang).index(found["criterion"])
    first = rivals_of(comparison, x)[0]
    now, goal = (amount(found[part], lang) for part in ("now", "goal"))
    assert now == pytest.approx(comparison.raw[x, j], abs=0.051)
    assert now < goal <= 5
    lifted = comparison.values.copy()
    lifted[x, j] = (goal - 1) / 4
    scores = lifted @ comparison.weights
    assert scores[x] >= scores[first] - 1e-9
    lifted[x, j] -= 0.26
    scores = lifted @ comparison.weights
    assert scores[x] < scores[first], "one step less would not do"


def check_nearest(comparison, x, lang, found):
    moves = re.split(r", (?=\D)| and | und ", found["moves"])
    counts = np.flatnonzero(comparison.weights)
    rows = [x, *rivals_of(comparison, x)]
    near = nearest_weights(
        comparison.values[np.ix_(rows, counts)], comparison.weights[counts], 0
    )
    best = np.zeros(10)
    best[counts] = near
    assert wins(comparison, x, best)
    assert not wins(comparison, x, comparison.weights)
    sizes = []
    for move in moves:
        told = read("from_to", lang, move)
        j = criteria(lang).index(told["criterion"])
        now, goal = (amount(told[part], lang) / 100 for part in ("now", "goal"))
        assert told["now"] != told["goal"]
        assert now == pytest.approx(comparison.weights[j], abs=0.0051)
        assert goal == pytest.approx(best[j], abs=0.0051)
        sizes.append(abs(best[j] - comparison.weights[j]))
    assert all(a >= b - 1e-9 for a, b in itertools.pairwise(sizes))
    assert sizes[0] == pytest.approx(np.abs(best - comparison.weights).max())
    return sizes, np.abs(best - comparison.weights).sum()


def check_never(comparison, x, rival=None):
    random = np.random.default_rng(x)
    assert not could_win(comparison, x, random)
    counts = np.flatnonzero(comparison.weights)
    better = [
        i
        for i in rivals_of(comparison, x)
        if (comparison.values[i, counts] >= comparison.values[x, counts]).all()
    ]
    assert (rival in better) if rival is not None else not better


def test_what_would_have_to_change_really_changes_it():
    for _, comparison, lang in cases():
        for x in range(6):
            sentences = changes(comparison, x, Edition(course(), lang))
            outs = len(comparison.breaches[x])
            told = breach_sentences(comparison, x, Edition(course(), lang))
            assert sentences[:outs] == told[:outs]
            if outs and comparison.breaches[x][-1].kind == "idle":
                assert sentences == told
                continue
            first = x in comparison.winners
            assert len(sentences) > outs
            for sentence in sentences[outs:]:
                tell = functools.partial(read, lang=lang, sentence=sentence)
                if found := tell("wins"):
                    assert first
                    assert not outs
                elif found := tell("would_win"):
                    assert outs
                    assert not rivals_of(comparison, x) or wins(
                        comparison, x, comparison.weights
                    )
                elif found := tell("weight_less"):
                    check_weight(comparison, x, lang, found, more=False)
                elif found := tell("weight_more"):
                    check_weight(comparison, x, lang, found, more=True)
                elif found := tell("rating"):
                    check_rating(comparison, x, lang, found)
                elif found := tell("nearest_more"):
                    sizes, total = check_nearest(comparison, x, lang, found)
                    assert sum(sizes) < total - 0.0004
                elif found := tell("nearest"):
                    sizes, total = check_nearest(comparison, x, lang, found)
                    assert sum(sizes) == pytest.approx(total, abs=0.001)
                elif found := tell("never"):
                    assert found["name"] == names(comparison)[x]
                    check_never(comparison, x, names(comparison).index(found["rival"]))
                elif found := tell("no_weights"):
                    check_never(comparison, x)
                else:
                    pytest.fail(f"unknown sentence: {sentence}")


def test_who_could_win_is_never_told_never():
    """Every alternative that some weighting puts first gets a way to get there."""
    random = np.random.default_rng(5)
    for _, comparison, _ in samples()[:60]:
        for x in range(6):
            rivals = rivals_of(comparison, x)
            if not rivals or x in comparison.winners:
                continue
            said = " ".join(changes(comparison, x, Edition(course(), "en")))
            if could_win(comparison, x, random):
                assert "Never" not in said


def test_how_sure_starts_as_the_headline_and_lists_both_shares_of_firsts():
    seen = set()
    for comparison, lang in [(c, lang) for _, c, lang in cases()][:160]:
        left = list(comparison.standing)
        if len(left) < 2:
            continue
        drawn = {
            mode: analyse(
                comparison.values[left],
                comparison.weights,
                low=comparison.low[left],
                high=comparison.high[left],
                mode=mode,
                draws=500,
            )
            for mode in ("fixed", "order")
        }
        edition = Edition(course(), lang)
        first, *said = how_sure(comparison, Sureness(**drawn), edition)
        assert first == headline(comparison, edition)
        for (mode, found), sentence in zip(drawn.items(), said[:2], strict=True):
            listed = read(f"robust_{mode}", lang, sentence)["firsts"].split("; ")
            shares = [row[0] for row in found.acceptability]
            expected = sorted((-share, i) for i, share in enumerate(shares))
            expected = [(-share, i) for share, i in expected if share <= -0.005]
            for told, (share, i) in zip(listed, expected, strict=True):
                name = names(comparison)[left[i]]
                assert told.startswith(f"{name} ")
                percent = told.removeprefix(name).strip()
                assert amount(percent, lang) == pytest.approx(100 * share, abs=0.51)
        top = int(np.argmax([row[0] for row in drawn["order"].acceptability]))
        other = comparison.ranks[left[top]] > 1
        assert len(said) == 2 + other
        if other:
            found = read("robust_other", lang, said[2])
            order = [names(comparison)[i] for i in left]
            assert (found["first"], found["name"]) == (order[0], order[top])
        seen.add(bool(other))
    assert seen == {True, False}


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=12), st.sampled_from([1, 0.1]))
def test_whole_points_add_up_and_keep_their_sign(parts, unit):
    exact = [100 * part / unit for part in parts]
    rounded = whole_points(parts, unit)
    assert abs(sum(rounded) - sum(exact)) <= 0.5 + 1e-6
    for whole, amount in zip(rounded, exact, strict=True):
        assert abs(whole - amount) < 1 + 1e-6
        assert whole * amount >= 0


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=12))
def test_the_other_way_round_the_sum_is_the_same(parts):
    assert sum(whole_points(parts)) == -sum(whole_points([-part for part in parts]))


def test_half_a_point_is_rounded_as_people_do():
    assert whole_points([0.025]) == [3]
    assert whole_points([-0.025]) == [-3]
    assert sum(whole_points([0.2, -0.175])) == 3


def test_rounding_errors_do_not_decide_who_gets_the_odd_point():
    assert whole_points([0.005, 0.005 + 1e-15]) == [1, 0]
    assert whole_points([0.005 + 1e-15, 0.005]) == [1, 0]


def test_evidence_is_sorted_and_nothing_of_it_is_lost():
    for rating in course().ratings.values():
        for cell in (rating, *rating.variants):
            found = evidence(cell, course())
            assert list(found) == ["statements", "findings", "notes", "sources"]
            ids = [record.id for records in found.values() for record in records]
            assert sorted(ids) == sorted(cell.evidence)


@pytest.mark.parametrize("lang", LANGS)
def test_the_basis_of_both_cells_is_shown_beside_each_part(lang):
    comparison = compared(profile(), lang=lang)
    page = why(comparison, 0, 1, Edition(course(), lang), profile())
    parts = re.findall(r"<h\d>\S+ (.*?)</h\d>", page)
    shown = re.findall(
        r'<dt><bdi>(.*?)</bdi> <span class="nl-basis nl-(\w+)">(.*?)</span>', page
    )
    ids = {c.name[lang]: name for name, c in course().criteria.items()}
    expected = []
    for criterion, i in itertools.product(parts, (0, 1)):
        each = comparison.alternatives[i]
        rating = course().ratings[each.group, ids[criterion]]
        basis = rating.at(profile(), comparison.rows[i].few).basis
        expected.append((each.name, basis, course().say(f"basis.{basis}", lang)))
    assert shown == expected
    assert len(parts) == 4


def test_what_a_learner_wrote_is_escaped():
    comparison = compared(profile())
    first = comparison.alternatives[0]
    wrote = msgspec.structs.replace(first, name="<script>alert(1)</script>")
    changed = compare(
        [wrote, *comparison.alternatives[1:]],
        comparison.criteria,
        dict.fromkeys(course().criteria, 1),
    )
    assert "<script>" not in why(changed, 0, 1, Edition(course(), "en"), profile())
