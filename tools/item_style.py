"""Tell what style alone would score: `python tools/item_style.py [--worst 20]`.

Whoever knows nothing can still pick the longest answer, the cautious one, the one
with a reason, or the one that says neither "always" nor "never". This tool does so
with every question that offers answers, in both languages, and prints how often that
is right, beside what a die would score:

- rules: each alone, turned round, and any two in a row (the second parts the ties of
  the first). Ties that are left are split evenly.
- a classifier that never sees a stem: it learns from the options of all other
  questions which words, lengths and turns mark a right one, and takes the likeliest
  option of each question. Several foldings are averaged, so that the figure is the
  same on every run.

A bank measures knowing when nothing here does much better than the die;
`tests/content/test_item_style.py` says how much is too much.
"""

import argparse
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations

import numpy as np
from numpy.typing import NDArray

from netlesson.content import Item, Lang, load_course

Array = NDArray[np.float64]
LANGUAGES: tuple[Lang, ...] = ("en", "de")
WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
NUMBERS = {
    "en": "two three four five six seven eight nine ten twelve half third twice",
    "de": "zwei drei vier fünf sechs sieben acht neun zehn zwölf halb* doppelt*",
}
# Words that carry a turn of speech; a star stands for any ending.
TURNS: dict[str, dict[Lang, str]] = {
    "hedge": {
        "en": "may might can could often usually some sometimes perhaps possibly "
        "probably likely mostly mainly generally tend* seem* rarely seldom many most "
        "partly rather about little depend* would should hope* hardly unlikely",
        "de": "kann können könnte* mag mögen oft meist* manche* womöglich vielleicht "
        "möglicherweise wahrscheinlich* eher häufig üblich* gewöhnlich selten viele "
        "teils teilweise etwa rund vermutlich dürfte* wohl kaum wenig* einige* "
        "mitunter zuweilen hoff* häng* erhoff* sollte* manchmal",
    },
    "contrast": {
        "en": "but yet though although however still while whereas despite unless "
        "even instead otherwise except",
        "de": "aber doch jedoch obwohl dennoch trotzdem sondern allerdings zwar "
        "während sonst dagegen hingegen nur",
    },
    "addition": {
        "en": "and both also too plus well",
        "de": "und auch sowohl sowie dazu ebenso zugleich zudem",
    },
    "reason": {
        "en": "because since as so for therefore hence",
        "de": "weil denn da deshalb daher darum also so sodass dadurch",
    },
    "condition": {
        "en": "if when once until before after where provided long whoever",
        "de": "wenn falls sobald solange bevor nachdem bis wo sofern wer ob",
    },
    "absolute": {
        "en": "always never all only every everyone everybody everything everywhere "
        "nobody nothing none no any anyone anything nowhere whole entire* complete* "
        "must guarantee* prove* certain* sure* alone best mere* at-all simply ever",
        "de": "immer nie niemals alle* nur jede* niemand* nichts kein* überall "
        "nirgends stets ganz* völlig muss müssen garantier* beweis* erwiesen* sicher* "
        "allein* beste* einzig* gar überhaupt ausschließlich bloß ohnehin",
    },
    "negation": {
        "en": "not no never none nobody nothing neither nor without cannot don’t isn’t "
        "doesn’t won’t",
        "de": "nicht kein* nie niemals niemand* nichts weder noch ohne",
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What of an item a guesser sees, and which options (by place) are right."""

    id: str
    topic: str
    kind: str
    pool: str
    lang: Lang
    stem: str
    options: tuple[str, ...]
    right: frozenset[int]

    @property
    def chance(self) -> float:
        """The share of options that are right, which is what a die scores."""
        return len(self.right) / len(self.options)


def questions(items: Iterable[Item], lang: Lang) -> list[Question]:
    """Return the items that offer answers of which some are right."""
    return [
        Question(
            id=item.id,
            topic=item.topic,
            kind=item.kind,
            pool=item.pool,
            lang=lang,
            stem=item.stem[lang],
            options=tuple(option.text[lang] for option in item.options),
            right=frozenset(n for n, o in enumerate(item.options) if o.key),
        )
        for item in items
        if item.how.keys in ("one", "several")
    ]


def words(text: str) -> list[str]:
    """Return the words of a text in small letters, without numbers."""
    return [word.lower() for word in WORD.findall(text)]


def stems(text: str) -> set[str]:
    """Return its longer words without their endings, roughly."""
    return {word[:6] for word in words(text) if len(word) > 3}


def turns(text: str, kind: str, lang: Lang) -> int:
    """Count the words of a text that carry a turn of speech."""
    return len(_pattern(TURNS[kind][lang]).findall(text))


def numbers(text: str, lang: Lang) -> int:
    """Count the numbers of a text, in figures and in words."""
    return len(re.findall(r"\d+", text)) + len(_pattern(NUMBERS[lang]).findall(text))


_patterns: dict[str, re.Pattern[str]] = {}


def _pattern(listed: str) -> re.Pattern[str]:
    if listed not in _patterns:
        parts = (re.escape(w).replace(r"\*", r"\w*") for w in listed.split())
        _patterns[listed] = re.compile(rf"\b(?:{'|'.join(parts)})\b", re.IGNORECASE)
    return _patterns[listed]


def _overlap(one: set[str], other: set[str]) -> float:
    return len(one & other) / (len(one) or 1)


def _shared(question: Question) -> list[float]:
    bags = [stems(text) for text in question.options]
    return [
        _overlap(bag, set().union(*(b for b in bags if b is not bag))) for bag in bags
    ]


def _far_from_mean(question: Question) -> list[float]:
    lengths = [len(text) for text in question.options]
    mean = sum(lengths) / len(lengths)
    return [abs(length - mean) for length in lengths]


def _counted(kind: str) -> Callable[[Question], list[float]]:
    return lambda q: [turns(text, kind, q.lang) for text in q.options]


RULES: dict[str, Callable[[Question], list[float]]] = {
    "long": lambda q: [len(text) for text in q.options],
    "words": lambda q: [len(words(text)) for text in q.options],
    "long words": lambda q: [len(t) / (len(words(t)) or 1) for t in q.options],
    **{kind: _counted(kind) for kind in TURNS},
    "balanced": lambda q: [
        turns(t, "contrast", q.lang) + turns(t, "addition", q.lang) for t in q.options
    ],
    "cautious": lambda q: [
        turns(t, "hedge", q.lang) - turns(t, "absolute", q.lang) for t in q.options
    ],
    "number": lambda q: [numbers(text, q.lang) for text in q.options],
    "clauses": lambda q: [len(re.findall(r"[,;:–]", text)) for text in q.options],
    "quoted": lambda q: [len(re.findall(r"[“„(]", text)) for text in q.options],
    "like the stem": lambda q: [
        _overlap(stems(text), stems(q.stem)) for text in q.options
    ],
    "like the others": _shared,
    "odd length": _far_from_mean,
    "first": lambda q: [-n for n in range(len(q.options))],
    "in the middle": lambda q: [
        -abs(n - (len(q.options) - 1) / 2) for n in range(len(q.options))
    ],
}
"""What a guesser looks at: a figure for each option; the greatest is picked.

"not long" and so on picks the least.
"""


def values(asked: Sequence[Question]) -> dict[str, list[Array]]:
    """Return what each rule, and each turned round, gives the options of all."""
    found: dict[str, list[Array]] = {}
    for name, rule in RULES.items():
        found[name] = [np.asarray(rule(question), float) for question in asked]
        found[f"not {name}"] = [-each for each in found[name]]
    return found


def picked(*rules: Array) -> Array:
    """Return how much of a pick each option gets; later rules part earlier ties."""
    left = np.ones(len(rules[0]), bool)
    for rule in rules:
        left &= rule >= rule[left].max() - 1e-9
    return left / left.sum()


def share(asked: Sequence[Question], picks: Iterable[Array]) -> float:
    """Return the share of picks that are right, 0..1."""
    hits = [
        sum(pick[list(question.right)])
        for question, pick in zip(asked, picks, strict=True)
    ]
    return float(np.mean(hits))


def chance(asked: Sequence[Question]) -> float:
    """Return the share of picks of a die that are right, 0..1."""
    return float(np.mean([question.chance for question in asked]))


def rule_shares(asked: Sequence[Question]) -> dict[str, float]:
    """Return the share right of every rule, 0..1, by its name."""
    return {
        name: share(asked, map(picked, each)) for name, each in values(asked).items()
    }


def pair_shares(asked: Sequence[Question]) -> dict[str, float]:
    """Return the share right of any two rules in a row, 0..1, by their names."""
    found = values(asked)
    return {
        f"{one}, then {other}": share(asked, map(picked, found[one], found[other]))
        for one, other in permutations(found, 2)
        if one.removeprefix("not ") != other.removeprefix("not ")
    }


UNKNOWN = ("like the stem", "first", "in the middle")


def features(asked: Sequence[Question]) -> tuple[list[str], Array]:
    """Return what the classifier knows of each option of all questions, in a row.

    The figures of the rules that need no stem, relative to the other options of the
    question, then which words, beginnings of words and pairs of words occur in it.

    Returns:
        The names of the columns, and one row an option: figures with variance 1,
        words 0 or 1, both less the mean of the question.
    """
    known = [name for name in RULES if name not in UNKNOWN]
    found = values(asked)
    figures = np.column_stack([np.concatenate(found[name]) for name in known])
    bags = [_bag(text) for question in asked for text in question.options]
    counts = Counter(word for bag in bags for word in bag)
    repeated = sorted(word for word in counts if counts[word] > 1)
    places = {word: n for n, word in enumerate(repeated)}
    occurs = np.zeros((len(bags), len(places)))
    for row, bag in zip(occurs, bags, strict=True):
        row[[places[word] for word in bag if word in places]] = 1
    of = _question_of(asked)
    figures, occurs = _less_mean(figures, of), _less_mean(occurs, of)
    figures /= figures.std(axis=0) + 1e-9
    return [f"({name})" for name in known] + repeated, np.hstack([figures, occurs])


def _bag(text: str) -> set[str]:
    said = words(text)
    pairs = {f"{a} {b}" for a, b in pairwise(said)}
    return set(said) | {f"{word[:5]}*" for word in said if len(word) > 5} | pairs


def _question_of(asked: Sequence[Question]) -> NDArray[np.int64]:
    return np.repeat(np.arange(len(asked)), [len(q.options) for q in asked])


def _right(asked: Sequence[Question]) -> Array:
    return np.array([float(n in q.right) for q in asked for n in range(len(q.options))])


def _less_mean(columns: Array, of: NDArray[np.int64]) -> Array:
    sums = np.zeros((of.max() + 1, columns.shape[1]))
    np.add.at(sums, of, columns)
    return columns - (sums / np.bincount(of)[:, None])[of]


def learn(rows: Array, of: NDArray[np.int64], right: Array, penalty: float) -> Array:
    """Fit a conditional logit: which option of each question is the right one.

    Args:
        rows: One row of features an option.
        of: The question that each row belongs to, ascending.
        right: 1 for a right option, else 0.
        penalty: What half the squared weights cost.

    Returns:
        One weight a feature.

    Source:
        D. McFadden (1974), Conditional logit analysis of qualitative choice behavior.
    """
    firsts = np.flatnonzero(np.diff(of, prepend=-1))
    sizes = np.diff(firsts, append=len(of))
    target = right / np.repeat(np.add.reduceat(right, firsts), sizes)
    kernel = rows @ rows.T
    step = 1 / (np.linalg.norm(kernel, 2) / 2 + penalty)
    alpha = ahead = np.zeros(len(rows))
    for turn in range(STEPS):
        utility = kernel @ ahead
        utility -= np.repeat(np.maximum.reduceat(utility, firsts), sizes)
        odds = np.exp(utility)
        odds /= np.repeat(np.add.reduceat(odds, firsts), sizes)
        moved = ahead - step * (odds - target + penalty * ahead)
        ahead = moved + turn / (turn + 3) * (moved - alpha)
        alpha = moved
    return rows.T @ alpha


STEPS = 150
FOLDS = 10
SEEDS = 3
PENALTIES = (1.0, 4.0, 16.0)


def classifier_picks(asked: Sequence[Question], penalty: float) -> list[Array]:
    """Return how much of a pick each option gets from a classifier.

    It learns from nine tenths of the questions and picks in the rest, in ten folds
    and several foldings.
    """
    rows, of, right = features(asked)[1], _question_of(asked), _right(asked)
    picks = np.zeros(len(rows))
    for seed in range(SEEDS):
        order = np.random.default_rng(seed).permutation(len(asked))
        for fold in np.array_split(order, FOLDS):
            out = np.isin(of, fold)
            weights = learn(rows[~out], of[~out], right[~out], penalty)
            for number in fold:
                own = of == number
                picks[own] += picked(rows[own] @ weights) / SEEDS
    return [picks[of == number] for number in range(len(asked))]


def classifier_share(asked: Sequence[Question]) -> float:
    """Return the share right of the penalty that does best, 0..1."""
    return max(share(asked, classifier_picks(asked, p)) for p in PENALTIES)


def marks(asked: Sequence[Question]) -> list[tuple[float, str]]:
    """Return what marks a right option, the strongest last; below 0, a wrong one."""
    names, rows = features(asked)
    weights = learn(rows, _question_of(asked), _right(asked), PENALTIES[0])
    return sorted(zip(map(float, weights), names, strict=True))


def parts(asked: Sequence[Question]) -> Iterator[tuple[str, list[Question]]]:
    """Yield the questions of one kind, then of each pool, by a name."""
    for kind in ("choice", "choices"):
        yield kind, [q for q in asked if q.kind == kind]
    for pool in ("practice", "opening", "closing"):
        yield pool, [q for q in asked if q.kind == "choice" and q.pool == pool]


def main(worst: int, told: int, topics: Sequence[str]) -> None:
    """Print the shares, in per cent, and what marks right and wrong options."""
    items = load_course().items.values()
    for lang in LANGUAGES:
        asked = questions(items, lang)
        if topics:
            asked = [q for q in asked if q.topic in topics or q.pool in topics]
        for name, part in parts(asked):
            if not part:
                continue
            die = chance(part)
            print(f"\n{lang}, {name}: {len(part)} questions, chance {die:.0%}")
            for what, shares in (("rule", rule_shares), ("pair", pair_shares)):
                best = sorted(shares(part).items(), key=lambda pair: -pair[1])
                for rule, hits in best[:worst]:
                    print(f"  {what:5} {hits:4.0%} {100 * (hits - die):+5.1f}  {rule}")
            if name in ("choice", "choices") and len(part) > 2 * FOLDS:
                hits = classifier_share(part)
                print(f"  learnt {hits:3.0%} {100 * (hits - die):+5.1f}")
                if told:
                    ranked = [name for _, name in marks(part)]
                    print("  wrong:", ", ".join(ranked[:told]))
                    print("  right:", ", ".join(ranked[: -told - 1 : -1]))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--worst", type=int, default=8, help="how many of each to print"
    )
    parser.add_argument("topics", nargs="*", help="topics or pools; else all")
    parser.add_argument("--marks", type=int, default=0, help="how many words to print")
    given = parser.parse_args()
    main(given.worst, given.marks, given.topics)
