"""The whole ranking in words, held against the numbers."""

import math
import re
from statistics import NormalDist

import numpy as np
import pytest
from builders import alternative, compared, course, from_values, profile, rated

from netlesson.deciding import compare
from netlesson.explaining import overview_sentences, says_not
from netlesson.explaining.overview import close, dominated, tied
from netlesson.language import Edition


def random_comparison(seed):
    """Few steps, so that ties and dominance do occur; now and then something is out."""
    rng = np.random.default_rng(seed)
    m, n = rng.integers(2, 9), rng.integers(1, 5)
    weights = {f"c{j}": float(rng.integers(0, 4)) for j in range(n)}
    weights["c0"] += 1
    made = []
    for i in range(m):
        ratings = {f"c{j}": float(rng.integers(2, 9) / 2) for j in range(n)}
        spread = float(rng.choice([0, 0.5, 1]))
        low = {name: max(1.0, each - spread) for name, each in ratings.items()}
        high = {name: min(5.0, each + spread) for name, each in ratings.items()}
        barred = ("no_guests",) if rng.random() < 0.1 else ()
        made.append(
            alternative(
                f"a{i}", ratings=ratings, low=low, high=high, own=True, barred=barred
            )
        )
    return compare(made, [rated(f"c{j}") for j in range(n)], weights)


def said(key, lang, **values):
    return course().say(f"overview.{key}", lang, **values)


@pytest.mark.parametrize("lang", ["en", "de"])
def test_every_sentence_holds_and_none_is_missing(lang):
    seen = set()
    for seed in range(500):
        found = random_comparison(seed)
        sentences = overview_sentences(found, Edition(course(), lang))
        names = [each.name for each in found.alternatives]
        counts = found.weights > 0
        expected = 0
        for a in found.standing:
            beaten = False
            for b in found.standing:
                gaps = (found.values[b] - found.values[a])[counts]
                beaten |= bool((gaps >= 0).all() and (gaps > 0).any())
            expected += beaten
            told = [
                said("dominated", lang, name=names[a], rival=names[b]) in sentences
                for b in found.standing
                if b != a
            ]
            assert sum(told) == beaten
        for a, b in zip(found.standing, found.standing[1:], strict=False):
            gap = found.scores[a] - found.scores[b]
            below, above = found.values - found.low, found.high - found.values
            noise = math.sqrt(((below * above)[[a, b]] @ found.weights**2).sum() / 3)
            near = gap > 1e-9 and bool(noise)
            near = near and NormalDist(0, noise).cdf(gap) < 0.6
            shown = [
                each
                for each in sentences
                if said("too_close", lang, first="|", second="", points="").split("|")[
                    0
                ]
                + names[a]
                in each
            ]
            assert bool(shown) == near
            if shown:
                assert names[b] in shown[0]
                told = re.search(r"(\d+(?:[.,]\d)?) (?:point|Punkt)", shown[0])[1]
                assert float(told.replace(",", ".")) == pytest.approx(
                    100 * gap, abs=0.51
                )
            expected += near
        for rank in set(found.ranks[list(found.standing)].tolist()):
            group = [i for i in found.standing if found.ranks[i] == rank]
            shown = [
                each
                for each in sentences
                if each.startswith(said("tie", lang, rank=rank, names=""[:0])[:-1])
            ]
            assert bool(shown) == (len(group) > 1)
            if shown:
                assert all(names[i] in shown[0] for i in group)
            expected += len(group) > 1
        assert len(sentences) == (expected or 1)
        if not expected:
            assert sentences == [said("clear", lang)]
        seen.add(bool(expected))
    assert seen == {True, False}


def test_what_is_knocked_out_beats_nobody():
    strong = alternative("a", ratings={"c0": 5.0}, own=True, barred=("no_guests",))
    weak = alternative("b", ratings={"c0": 2.0}, own=True)
    found = compare([strong, weak], [rated("c0")], {"c0": 1})
    assert dominated(found) == []
    assert found.standing == (1,)


def test_what_does_not_count_saves_nobody_from_being_dominated():
    found = from_values([[1, 0], [0.5, 1]], [1, 0])
    assert dominated(found) == [(1, 0)]
    assert close(found) == []
    assert tied(found) == []


def test_what_is_unknown_says_how_much_the_answer_can_move():
    ratings = {"c0": 3.0, "c1": 3.0}
    open_one = alternative(
        "a",
        ratings=ratings,
        low={"c0": 1.0},
        high={"c0": 5.0},
        own=True,
        notes={"c0": ""},
        unknown=("c0",),
    )
    sure = alternative("b", ratings={"c0": 5.0, "c1": 5.0})
    found = compare([open_one, sure], [rated("c0"), rated("c1")], {"c0": 1, "c1": 3})
    assert any(
        "“A”: c0" in s and "25 points" in s
        for s in overview_sentences(found, Edition(course(), "en"))
    )


@pytest.mark.parametrize("lang", ["en", "de"])
def test_what_the_answer_does_not_say_fits_what_is_compared(lang):
    kinds = compared(profile())
    assert said("no_study", lang) in says_not(kinds, Edition(course(), lang))
    assert said("types_only", lang) in says_not(kinds, Edition(course(), lang))
    assert said("own_judgement", lang) not in says_not(kinds, Edition(course(), lang))
    own = alternative("a", ratings={"c0": 5.0}, own=True, notes={"c0": "seen"})
    other = alternative("b", ratings={"c0": 2.0}, own=True, notes={"c0": ""})
    found = compare([own, other], [rated("c0")], {"c0": 1})
    assert said("own_judgement", lang) in says_not(found, Edition(course(), lang))
    assert said("types_only", lang) not in says_not(found, Edition(course(), lang))
