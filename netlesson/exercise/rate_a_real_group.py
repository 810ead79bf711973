"""Tasks of exercise 06: rate a group near you, with a second pair of eyes."""

from typing import Any

import numpy as np
import pandas as pd

from ..content import HIGHEST, LOWEST
from .engine import Task, call, say
from .reading import by_name, close, number
from .score_by_hand import FUNCTION, GIVES_NUMBER
from .tables import material

NAMES = ["reach", "variety", "trust", "fit"]
ONE = pd.Series([2.0, 4.0, 3.0, 5.0], index=NAMES)
OTHER = pd.Series([3.0, 2.0, 3.0, 4.0], index=NAMES)


def _split() -> tuple[set[str], set[str]]:
    criteria = material().criteria
    rated = {name for name, c in criteria.items() if c.scale == "rated"}
    return rated, set(criteria) - rated


def mine() -> Task:
    """A group of the learner's own on all ten criteria."""
    rated, measured = _split()
    return Task(
        (
            (
                by_name,
                say(
                    "Give one number for each criterion: a dictionary or a Series.",
                    "Gefragt ist eine Zahl je Kriterium: ein Dictionary oder eine "
                    "Series.",
                ),
            ),
            (
                lambda a: set(by_name(a)) == rated | measured,
                say(
                    "Use exactly the ten criteria, spelled as in the table above.",
                    "Verwenden Sie genau die zehn Kriterien, geschrieben wie in der "
                    "Tabelle oben.",
                ),
            ),
            (
                lambda a: all(LOWEST <= by_name(a)[n] <= HIGHEST for n in rated),
                say(
                    "A rating is off its scale. The eight rated criteria run from 1 "
                    "to 5, and 5 is best.",
                    "Eine Bewertung liegt außerhalb ihrer Skala. Die acht bewerteten "
                    "Kriterien reichen von 1 bis 5, und 5 ist am besten.",
                ),
            ),
            (
                lambda a: all(by_name(a)[n] >= 0 for n in measured),
                say(
                    "Money and hours cannot be less than nothing.",
                    "Geld und Stunden können nicht weniger als nichts sein.",
                ),
            ),
            (
                lambda a: by_name(a)["time"] <= 100,
                say(
                    "That would be a full-time job. Hours are for a month.",
                    "Das wäre eine volle Stelle. Gefragt sind Stunden im Monat.",
                ),
            ),
            (
                lambda a: len({by_name(a)[n] for n in rated}) > 1,
                say(
                    "All eight ratings are the same. Look at the words for 1, 3 and "
                    "5 again: where is this group strong, where weak?",
                    "Alle acht Bewertungen sind gleich. Lesen Sie noch einmal die "
                    "Worte zu 1, 3 und 5: Wo ist diese Gruppe stark, wo schwach?",
                ),
            ),
        ),
        say(
            "That is a full set of ratings. Whether they are right, only you can say; "
            "a second rater helps.",
            "Die Bewertungen sind vollständig. Ob sie stimmen, können nur Sie sagen; "
            "dabei hilft ein zweites Paar Augen.",
        ),
    )


def apart() -> Task:
    """A function for the mean distance between two raters."""

    def got(function: Any, one: Any, other: Any) -> float:
        return number(call(function, one, other))

    return Task(
        (
            (callable, FUNCTION),
            (lambda f: got(f, ONE, OTHER) is not None, GIVES_NUMBER),
            (
                lambda f: close(got(f, ONE, ONE), 0),
                say(
                    "Two raters who agree should be no distance apart.",
                    "Wer sich einig ist, soll keinen Abstand haben.",
                ),
            ),
            (
                lambda f: not close(got(f, ONE, OTHER), float((ONE - OTHER).mean())),
                say(
                    "Here differences up and down cancel each other out.",
                    "Hier heben sich Abweichungen nach oben und unten gegenseitig auf.",
                ),
            ),
            (
                lambda f: not close(got(f, ONE, OTHER), 4),
                say(
                    "That is the sum. The result should not grow with the number of "
                    "criteria.",
                    "Das ist die Summe. Das Ergebnis soll nicht mit der Zahl der "
                    "Kriterien wachsen.",
                ),
            ),
            (
                lambda f: (
                    close(got(f, ONE, OTHER), 1)
                    and close(got(f, OTHER, ONE), 1)
                    and close(got(f, ONE, OTHER.iloc[::-1]), 1)
                ),
                say(
                    "Asked is the mean of the distances, criterion by criterion, each "
                    "taken without its sign. Match them by name, not by place.",
                    "Gefragt ist der Mittelwert der Abstände, Kriterium für Kriterium "
                    "und ohne Vorzeichen. Ordnen Sie nach Namen zu, nicht nach Platz.",
                ),
            ),
        ),
        say(
            "Right. One step apart, on average, is quite usual.",
            "Richtig. Im Mittel ein Schritt Abstand ist durchaus üblich.",
        ),
    )


def dispute() -> Task:
    """A function for the criterion on which two raters differ most."""

    def got(function: Any, one: Any, other: Any) -> str:
        found = call(function, one, other)
        if not isinstance(found, str):
            raise TypeError("a name is needed")
        return str(found)

    return Task(
        (
            (callable, FUNCTION),
            (
                lambda f: got(f, ONE, OTHER) in NAMES,
                say(
                    "The function should return the name of a criterion, as text.",
                    "Die Funktion soll den Namen eines Kriteriums zurückgeben, als "
                    "Text.",
                ),
            ),
            (
                lambda f: got(f, ONE, OTHER) == got(f, OTHER, ONE),
                say(
                    "The answer should not depend on who is named first.",
                    "Die Antwort soll nicht davon abhängen, wer zuerst genannt wird.",
                ),
            ),
            (
                lambda f: got(f, ONE, OTHER) == "variety",
                say(
                    "Another criterion is further apart. You need the name that "
                    "belongs to the largest distance.",
                    "Ein anderes Kriterium liegt weiter auseinander. Gebraucht wird "
                    "der Name, der zum größten Abstand gehört.",
                ),
            ),
        ),
        say(
            "Right. Talk about that one first.",
            "Richtig. Darüber sprechen Sie zuerst.",
        ),
    )


def changes() -> Task:
    """A function that tells whether the raters disagree about the decision."""
    weights = pd.Series([0.4, 0.3, 0.2, 0.1], index=NAMES)
    ones, others = (
        pd.Series(values, index=NAMES)
        for values in ([0.9, 0.8, 0.7, 0.6], [0.3, 0.4, 0.2, 0.9])
    )

    def got(function: Any, *given: Any) -> bool:
        found = call(function, *given, weights)
        if not isinstance(found, bool | np.bool_):
            raise TypeError("yes or no is needed")
        return bool(found)

    return Task(
        (
            (callable, FUNCTION),
            (
                lambda f: isinstance(got(f, ones, others, 0.5), bool),
                say(
                    "The function should return `True` or `False`. A comparison "
                    "of two numbers is one of these.",
                    "Die Funktion soll `True` oder `False` zurückgeben. Ein Vergleich "
                    "zweier Zahlen ist eines von beiden.",
                ),
            ),
            (
                lambda f: (
                    not got(f, ones, others, 0.95) and not got(f, ones, others, 0.1)
                ),
                say(
                    "When the group beats the rival for both, or for neither, the "
                    "decision stays.",
                    "Liegt die Gruppe für beide vor der anderen oder für beide "
                    "dahinter, bleibt es bei der Entscheidung.",
                ),
            ),
            (
                lambda f: got(f, ones, others, 0.5) and got(f, others, ones, 0.5),
                say(
                    "When the group beats the rival for only one of the two, the "
                    "decision changes, whoever that is.",
                    "Liegt die Gruppe nur für eine der beiden Personen vorn, ändert "
                    "sich die Entscheidung, gleich für wen.",
                ),
            ),
            (
                lambda f: not got(f, ones, others, 0.32) and got(f, ones, others, 0.4),
                say(
                    "It works for clear cases only. Weigh each value before you add "
                    "up.",
                    "Das gelingt nur in klaren Fällen. Gewichten Sie jeden Wert, "
                    "bevor Sie summieren.",
                ),
            ),
        ),
        say(
            "Right. Two people may differ on every number and still agree on what to "
            "do.",
            "Richtig. Zwei können über jede Zahl streiten und sich doch einig sein, "
            "was zu tun ist.",
        ),
    )
