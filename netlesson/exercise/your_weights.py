"""Tasks of exercise 03: where weights come from, and why ranges matter."""

import numpy as np

from ..deciding.scoring import roc_weights
from .engine import Task, say
from .reading import all_close, by_name, close, numbers, words

SWING = {"referrals": 100, "time": 60, "trust": 40}
OPTIONS = ("club", "fair", "forum")
RATED = np.array([[5, 1, 5], [4, 4, 5], [1, 4, 1]])
COUNTING = (0.5, 0.3, 0.2)
TWO_NAMES = say(
    "Give two names in a list: with all three options, then without `forum`.",
    "Gefragt sind zwei Namen in einer Liste: mit allen drei Angeboten, dann ohne "
    "`forum`.",
)
KNOWN = say(
    "Use the names of the rows of `options`.",
    "Verwenden Sie die Namen der Zeilen von `options`.",
)


def _first(values: np.ndarray) -> str:
    return OPTIONS[int((values @ np.array(COUNTING)).argmax())]


def _min_max(rated: np.ndarray) -> np.ndarray:
    spread = np.maximum(np.ptp(rated, axis=0), 1e-9)
    scaled: np.ndarray = (rated - rated.min(axis=0)) / spread
    return scaled


def centroid() -> Task:
    """The rank-order-centroid weights of four criteria."""
    wanted = roc_weights(4)
    return Task(
        (
            (
                lambda a: len(numbers(a)) == 4,
                say(
                    "Give four numbers, the most important criterion first.",
                    "Gefragt sind vier Zahlen, das wichtigste Kriterium zuerst.",
                ),
            ),
            (
                lambda a: close(sum(numbers(a)), 1, 0.02),
                say(
                    "Weights should add up to 1. Did you forget to divide by the "
                    "number of criteria?",
                    "Gewichte sollen zusammen 1 ergeben. Fehlt noch das Teilen durch "
                    "die Zahl der Kriterien?",
                ),
            ),
            (
                lambda a: numbers(a)[0] > numbers(a)[-1],
                say(
                    "The first criterion should count more than the last.",
                    "Das erste Kriterium soll mehr zählen als das letzte.",
                ),
            ),
            (
                lambda a: np.abs(np.array(numbers(a)) - wanted).max() < 0.0051,
                say(
                    "They fall and add up, but differently. The last weight is the "
                    "smallest fraction alone; every step up adds one more fraction.",
                    "Sie fallen und ergeben zusammen 1, aber anders. Das letzte "
                    "Gewicht ist nur der kleinste Bruch; mit jeder Stufe nach oben "
                    "kommt ein Bruch dazu.",
                ),
            ),
        ),
        say(
            "Right. An order alone fixes the weights surprisingly well.",
            "Richtig. Schon die Reihenfolge legt die Gewichte erstaunlich genau fest.",
        ),
    )


def swing() -> Task:
    """Swing points turned into weights."""
    total = sum(SWING.values())
    wanted = {name: points / total for name, points in SWING.items()}
    return Task(
        (
            (
                by_name,
                say(
                    "Give one weight for each criterion: a Series or a dictionary.",
                    "Gefragt ist ein Gewicht je Kriterium: eine Series oder ein "
                    "Dictionary.",
                ),
            ),
            (
                lambda a: set(by_name(a)) == set(wanted),
                say(
                    "Name exactly the three criteria of `points`.",
                    "Nennen Sie genau die drei Kriterien von `points`.",
                ),
            ),
            (
                lambda a: close(sum(by_name(a).values()), 1),
                say(
                    "Weights should add up to 1. Divide by the sum, not by the "
                    "largest.",
                    "Gewichte sollen zusammen 1 ergeben. Teilen Sie durch die Summe, "
                    "nicht durch den größten Wert.",
                ),
            ),
            (
                lambda a: all_close(by_name(a), wanted),
                say(
                    "They add up, but the ratios are not those of the points.",
                    "Die Summe stimmt, aber die Verhältnisse sind nicht die der "
                    "Punkte.",
                ),
            ),
        ),
        say(
            "Right. Points are for people, weights for the arithmetic.",
            "Richtig. Punkte sind für Menschen da, Gewichte für die Rechnung.",
        ),
    )


def lost() -> Task:
    """What EUR 500 more costs in value on two scales."""
    narrow, wide = 500 / 2000, 500 / 4000
    return Task(
        (
            (
                lambda a: len(numbers(a)) == 2,
                say(
                    "Give two numbers: first for the narrow scale, then for the wide "
                    "one.",
                    "Gefragt sind zwei Zahlen: erst für die enge Skala, dann für die "
                    "weite.",
                ),
            ),
            (
                lambda a: sum(map(abs, numbers(a))) < 1,
                say(
                    "Asked is what is lost, not what is left; and values, not euros.",
                    "Gefragt ist, was verloren geht, nicht, was bleibt; und zwar in "
                    "Werten, nicht in Euro.",
                ),
            ),
            (
                lambda a: abs(numbers(a)[0]) > abs(numbers(a)[1]),
                say(
                    "On which scale is the same amount a larger part of the whole?",
                    "Auf welcher Skala ist derselbe Betrag ein größerer Teil des "
                    "Ganzen?",
                ),
            ),
            (
                lambda a: (
                    close(abs(numbers(a)[0]), narrow)
                    and close(abs(numbers(a)[1]), wide)
                ),
                say(
                    "The order is right. Divide the amount by the whole length of "
                    "each scale.",
                    "Die Reihenfolge stimmt. Teilen Sie den Betrag durch die ganze "
                    "Länge der jeweiligen Skala.",
                ),
            ),
        ),
        say(
            "Right. Stretch a scale and the same euros count less, although the "
            "weight is the same. So ask about the jump, not about importance.",
            "Richtig. Wird die Skala gestreckt, zählt derselbe Betrag weniger, obwohl "
            "das Gewicht gleich bleibt. Fragen Sie also nach dem Sprung, nicht nach "
            "der Wichtigkeit.",
        ),
    )


def stretched_winners() -> Task:
    """The winners under min-max scaling, with and without the third option."""
    wanted = [_first(_min_max(RATED)), _first(_min_max(RATED[:2]))]
    return Task(
        (
            (lambda a: len(words(a)) == 2, TWO_NAMES),
            (lambda a: set(words(a)) <= set(OPTIONS), KNOWN),
            (
                lambda a: words(a)[0] == wanted[0],
                say(
                    "Look at the first name again: scale all three rows, then weigh "
                    "and add up along the row.",
                    "Sehen Sie sich den ersten Namen noch einmal an: alle drei Zeilen "
                    "skalieren, dann gewichten und längs der Zeile summieren.",
                ),
            ),
            (
                lambda a: words(a)[1] == wanted[1],
                say(
                    "Look at the second name again: drop the row first and scale "
                    "after that, because smallest and largest are new.",
                    "Sehen Sie sich den zweiten Namen noch einmal an: erst die Zeile "
                    "streichen, dann skalieren, denn Kleinstes und Größtes sind neu.",
                ),
            ),
        ),
        say(
            "Right, and it should worry you: an option that nobody wants decides who "
            "wins.",
            "Richtig, und das sollte Sie beunruhigen: Ein Angebot, das niemand will, "
            "entscheidet über den Sieg.",
        ),
    )


def reason() -> Task:
    """Which explanation of the rank reversal is right."""
    return Task(
        (
            (
                lambda a: (
                    len(words(a)) == 1
                    and words(a)[0].strip().lower() in {"p", "q", "r"}
                ),
                say(
                    "Give one of the three letters, in quotation marks.",
                    "Gefragt ist einer der drei Buchstaben, in Anführungszeichen.",
                ),
            ),
            (
                lambda a: words(a)[0].strip().lower() != "p",
                say(
                    "Compare the weights before and after: they are one and the same "
                    "variable.",
                    "Vergleichen Sie die Gewichte vorher und nachher: Es ist ein und "
                    "dieselbe Variable.",
                ),
            ),
            (
                lambda a: words(a)[0].strip().lower() == "r",
                say(
                    "Print the table before scaling. Has any number in the rows that "
                    "stay become different?",
                    "Geben Sie die Tabelle vor dem Skalieren aus. Ist in den Zeilen, "
                    "die bleiben, irgendeine Zahl anders?",
                ),
            ),
        ),
        say(
            "Right. The yardstick moved, nothing else.",
            "Richtig. Verrutscht ist der Maßstab, sonst nichts.",
        ),
    )


def fixed_winners() -> Task:
    """The winners on a fixed scale, with and without the third option."""
    wanted = [_first((rows - 1) / 4) for rows in (RATED, RATED[:2])]
    return Task(
        (
            (lambda a: len(words(a)) == 2, TWO_NAMES),
            (lambda a: set(words(a)) <= set(OPTIONS), KNOWN),
            (
                lambda a: len(set(words(a))) == 1,
                say(
                    "On a fixed scale, can dropping a row change the others? Use "
                    "1 and 5 as the ends, whatever is in the table.",
                    "Kann auf einer festen Skala eine gestrichene Zeile die anderen "
                    "ändern? Nehmen Sie 1 und 5 als Enden, was auch immer in der "
                    "Tabelle steht.",
                ),
            ),
            (
                lambda a: words(a) == wanted,
                say(
                    "Steady, but not the one with the highest score. Weigh and add "
                    "up again.",
                    "Beständig, aber nicht das Angebot mit dem höchsten Ergebnis. "
                    "Gewichten und summieren Sie noch einmal.",
                ),
            ),
        ),
        say(
            "Right. That is why this course never scales by what happens to be on "
            "offer.",
            "Richtig. Deshalb skaliert dieser Kurs nie nach dem, was gerade zur Wahl "
            "steht.",
        ),
    )
