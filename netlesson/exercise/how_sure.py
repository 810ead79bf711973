"""Tasks of exercise 04: how far a ranking can be trusted."""

from functools import cache
from typing import Any

import numpy as np

from .engine import Task, call, say
from .reading import all_close, by_name, close, number, words
from .tables import margins_table, material, values_table

DRAWN = 0.025
"""Shares from ten thousand draws differ by less: five standard deviations."""

SHARE = say(
    "A share lies between 0 and 1. Divide by the number of draws.",
    "Ein Anteil liegt zwischen 0 und 1. Teilen Sie durch die Zahl der Ziehungen.",
)


@cache
def _scores() -> "np.ndarray[Any, np.dtype[np.float64]]":
    """Scores (draws, 6) under weightings drawn evenly from all."""
    values = values_table(material()).to_numpy()
    weights = np.random.default_rng(5).dirichlet(np.ones(values.shape[1]), 40_000)
    found: np.ndarray[Any, np.dtype[np.float64]] = weights @ values.T
    return found


def _place(name: str) -> int:
    return list(values_table(material()).index).index(name)


def draw() -> Task:
    """A function that draws weightings evenly."""

    def drawn(function: Any) -> np.ndarray[Any, np.dtype[np.float64]]:
        return np.asarray(call(function, 4000), dtype=float)

    return Task(
        (
            (
                callable,
                say(
                    "Leave `def draw(n)` as it is; the check calls your function.",
                    "Lassen Sie `def draw(n)` stehen; die Prüfung ruft Ihre Funktion "
                    "auf.",
                ),
            ),
            (
                lambda f: drawn(f).shape == (4000, 3),
                say(
                    "The result should have `n` rows and a column for each of the "
                    "three criteria.",
                    "Das Ergebnis soll `n` Zeilen haben und eine Spalte für jedes der "
                    "drei Kriterien.",
                ),
            ),
            (
                lambda f: np.allclose(drawn(f).sum(axis=1), 1) and drawn(f).min() >= 0,
                say(
                    "In every row the weights should add up to 1, and none may be "
                    "below 0.",
                    "In jeder Zeile sollen die Gewichte zusammen 1 ergeben, und keines "
                    "darf unter 0 liegen.",
                ),
            ),
            (
                lambda f: drawn(f).std(axis=0).min() > 0.01,
                say(
                    "Every row is the same. Draw at random.",
                    "Alle Zeilen sind gleich. Ziehen Sie zufällig.",
                ),
            ),
            (
                lambda f: (
                    close((drawn(f).max(axis=1) > 0.8).mean(), 0.12, 0.03)
                    and close(float(drawn(f)[:, 0].mean()), 1 / 3, 0.03)
                    and close(float(drawn(f)[:, 2].mean()), 1 / 3, 0.03)
                ),
                say(
                    "They add up, but not every weighting is equally likely: too few "
                    "or too many lie near the corners. Dividing by the sum is not "
                    "enough; the text names two ways that are.",
                    "Die Summe stimmt, aber nicht alle Gewichtungen sind gleich "
                    "wahrscheinlich: Zu wenige oder zu viele liegen nahe den Ecken. "
                    "Durch die Summe zu teilen reicht nicht; der Text nennt zwei Wege, "
                    "die reichen.",
                ),
            ),
        ),
        say(
            "Right: every weighting has the same chance.",
            "Richtig: Jede Gewichtung hat dieselbe Chance.",
        ),
    )


def corners() -> Task:
    """The share of one-sided weightings in two ways of drawing."""
    wanted = {"naive": 1 / 32, "fair": 0.12}
    return Task(
        (
            (
                lambda a: set(by_name(a)) == set(wanted),
                say(
                    "Keep the two names, and give one number for each.",
                    "Lassen Sie beide Namen stehen und geben Sie zu jedem eine Zahl "
                    "an.",
                ),
            ),
            (lambda a: max(by_name(a).values()) <= 1, SHARE),
            (
                lambda a: close(by_name(a)["fair"], wanted["fair"], DRAWN),
                say(
                    "Look at `fair` again: take the largest weight of each row, then "
                    "the share of rows where it is above the limit.",
                    "Sehen Sie sich `fair` noch einmal an: von jeder Zeile das größte "
                    "Gewicht, dann der Anteil der Zeilen, in denen es über der Grenze "
                    "liegt.",
                ),
            ),
            (
                lambda a: close(by_name(a)["naive"], wanted["naive"], 0.012),
                say(
                    "`fair` is right. Do the very same with `naive`.",
                    "`fair` stimmt. Rechnen Sie mit `naive` genauso.",
                ),
            ),
        ),
        say(
            "Right. Normalised uniforms overlook people for whom one thing counts "
            "above all: they find only about a quarter of them.",
            "Richtig. Normierte Zufallszahlen übersehen Leute, denen eines über alles "
            "geht: Sie finden nur rund ein Viertel davon.",
        ),
    )


def firsts() -> Task:
    """The share of weightings that puts each type first."""
    names = list(values_table(material()).index)
    best = _scores().argmax(axis=1)
    wanted = {name: float((best == i).mean()) for i, name in enumerate(names)}
    return Task(
        (
            (
                lambda a: set(by_name(a)) <= set(names) and by_name(a),
                say(
                    "Give one number for each type, by its name: a Series or a "
                    "dictionary.",
                    "Gefragt ist eine Zahl je Art unter ihrem Namen: eine Series oder "
                    "ein Dictionary.",
                ),
            ),
            (lambda a: max(by_name(a).values()) <= 1, SHARE),
            (
                lambda a: close(sum(by_name(a).values()), 1),
                say(
                    "In every draw one type is first, so the shares should add up "
                    "to 1. Scores do not.",
                    "In jeder Ziehung ist eine Art die erste, also ergeben die Anteile "
                    "zusammen 1. Ergebnisse tun das nicht.",
                ),
            ),
            (
                lambda a: max(by_name(a).values()) < 0.999,
                say(
                    "One type is always first here. Use all drawn weightings, not "
                    "their mean.",
                    "Hier ist immer dieselbe Art vorn. Nehmen Sie alle gezogenen "
                    "Gewichtungen, nicht ihren Durchschnitt.",
                ),
            ),
            (
                lambda a: all_close(by_name(a), wanted, DRAWN),
                say(
                    "These shares differ from mine by more than chance. In each draw, "
                    "look for the column with the highest score.",
                    "Diese Anteile weichen stärker ab, als der Zufall erklärt. Suchen "
                    "Sie in jeder Ziehung die Spalte mit dem höchsten Ergebnis.",
                ),
            ),
        ),
        say(
            "Right. It is the share of weightings that would choose a type, and no "
            "probability of success.",
            "Richtig. Es ist der Anteil der Gewichtungen, die eine Art wählen würden, "
            "und keine Erfolgswahrscheinlichkeit.",
        ),
    )


def beats() -> Task:
    """The share of weightings in which chambers beat leads groups."""
    one, other = (_scores()[:, _place(name)] for name in ("chambers", "leads"))
    wanted = float((one > other).mean())
    return Task(
        (
            (
                number,
                say("Give one number.", "Gefragt ist eine einzige Zahl."),
            ),
            (lambda a: 0 < number(a) <= 1, SHARE),
            (
                lambda a: not close(number(a), 1 - wanted, DRAWN),
                say(
                    "That is the share the other way round.",
                    "Das ist der Anteil andersherum.",
                ),
            ),
            (
                lambda a: close(number(a), wanted, DRAWN),
                say(
                    "Compare only two columns of `drawn`, draw by draw; then take "
                    "the mean of the answers yes and no.",
                    "Vergleichen Sie nur zwei Spalten von `drawn`, Ziehung für "
                    "Ziehung; bilden Sie dann den Mittelwert der Antworten Ja und "
                    "Nein.",
                ),
            ),
        ),
        say(
            "Right. Two alternatives at a time often say more than the whole ranking.",
            "Richtig. Zwei im Vergleich sagen oft mehr als die ganze Rangfolge.",
        ),
    )


def clear() -> Task:
    """The cases in which the winner is more than a tie with noise."""
    table = margins_table(material(), "en")
    wanted = set(table.index[table["margin"] >= table["uncertainty"]])
    return Task(
        (
            (
                lambda a: words(_rows(a)) is not None,
                say(
                    "Give the names of cases: a list, or rows of `margins`.",
                    "Gefragt sind Namen von Fällen: eine Liste oder Zeilen von "
                    "`margins`.",
                ),
            ),
            (
                lambda a: set(words(_rows(a))) <= set(table.index),
                say(
                    "Names are in the index of `margins`.",
                    "Die Namen stehen im Index von `margins`.",
                ),
            ),
            (
                lambda a: wanted <= set(words(_rows(a))),
                say(
                    "A clear one is missing. When is a lead larger than what the "
                    "ratings may be off by?",
                    "Ein klarer Fall fehlt. Wann ist ein Vorsprung größer als das, "
                    "worum sich die Bewertungen irren können?",
                ),
            ),
            (
                lambda a: set(words(_rows(a))) == wanted,
                say(
                    "At least one of them is too close to call.",
                    "Mindestens einer davon ist zu knapp für eine Aussage.",
                ),
            ),
        ),
        say(
            "Right. In the other cases the honest answer is a shortlist of two.",
            "Richtig. In den anderen Fällen ist die ehrliche Antwort eine engere Wahl "
            "aus zweien.",
        ),
    )


def _rows(given: Any) -> Any:
    """Take the names of rows from a table or Series that was filtered."""
    table = hasattr(given, "index") and hasattr(given, "columns")
    return list(given.index) if table else given
