"""Tasks of exercise 02: from ratings to a score, by hand."""

from typing import Any

from ..deciding import criterion_value
from .engine import Task, call, say
from .reading import all_close, by_name, close, number
from .tables import material, values_table

POINTS = {"referrals": 5, "time": 3, "trust": 2}
FUNCTION = say(
    "Leave `def` and the name as they are; the check calls your function.",
    "Lassen Sie `def` und den Namen stehen; die Prüfung ruft Ihre Funktion auf.",
)
GIVES_NUMBER = say(
    "The function should `return` one number, not print it.",
    "Die Funktion soll mit `return` eine Zahl zurückgeben, nicht sie ausgeben.",
)


def _results(function: Any, *inputs: float) -> list[float]:
    return [number(call(function, each)) for each in inputs]


def _parts(name: str) -> dict[str, float]:
    row = by_name(values_table(material()).loc[name])
    total = sum(POINTS.values())
    return {each: row[each] * p / total for each, p in POINTS.items()}


def value_of() -> Task:
    """A rating of 1 to 5 as a value in 0..1."""
    return Task(
        (
            (callable, FUNCTION),
            (lambda f: _results(f, 2), GIVES_NUMBER),
            (
                lambda f: close(_results(f, 5)[0], 1),
                say(
                    "The best rating should give the best value.",
                    "Die beste Bewertung soll den besten Wert ergeben.",
                ),
            ),
            (
                lambda f: close(_results(f, 1)[0], 0),
                say(
                    "The worst rating should give the worst value, and the scale "
                    "does not start at nought.",
                    "Die schlechteste Bewertung soll den schlechtesten Wert ergeben; "
                    "die Skala beginnt ja nicht bei null.",
                ),
            ),
            (
                lambda f: all(
                    close(got, criterion_value(x, material().criteria["trust"]))
                    for got, x in zip(_results(f, 2, 3.5), (2, 3.5), strict=True)
                ),
                say(
                    "The ends are right. In between, every step should be worth the "
                    "same, also half a step.",
                    "Die Enden stimmen. Dazwischen soll jeder Schritt gleich viel "
                    "wert sein, auch ein halber.",
                ),
            ),
        ),
        say(
            "Right. The ends are fixed, whoever takes part in the comparison.",
            "Richtig. Die Enden stehen fest, egal wer im Vergleich mitmacht.",
        ),
    )


def money_value() -> Task:
    """Euros a year as a value in 0..1."""
    return Task(
        (
            (callable, FUNCTION),
            (lambda f: _results(f, 100), GIVES_NUMBER),
            (
                lambda f: _results(f, 100)[0] > _results(f, 1900)[0],
                say(
                    "More money should give less value: this criterion is to be kept "
                    "small.",
                    "Mehr Geld soll weniger Wert ergeben: Dieses Kriterium soll klein "
                    "bleiben.",
                ),
            ),
            (
                lambda f: all(
                    close(got, 1 - x / 2000)
                    for got, x in zip(_results(f, 0, 500, 2000), (0, 500, 2000))  # noqa: B905
                ),
                say(
                    "Draw a straight line from the best to the worst amount that the "
                    "text names, and read your values off it.",
                    "Ziehen Sie eine Gerade vom besten zum schlechtesten Betrag, die "
                    "der Text nennt, und lesen Sie die Werte daran ab.",
                ),
            ),
            (
                lambda f: close(_results(f, 3000)[0], 0),
                say(
                    "Try an amount beyond the worst one: a value never leaves its "
                    "scale.",
                    "Probieren Sie einen Betrag jenseits des schlechtesten: Ein Wert "
                    "verlässt seine Skala nie.",
                ),
            ),
        ),
        say(
            "Right. Straight in between, flat beyond the ends.",
            "Richtig. Dazwischen eine Gerade, jenseits der Enden flach.",
        ),
    )


def by_hand() -> Task:
    """The score of the leads groups on three criteria."""
    parts = _parts("leads")
    wanted, total = sum(parts.values()), sum(POINTS.values())
    return Task(
        (
            (
                number,
                say("Give one number.", "Gefragt ist eine einzige Zahl."),
            ),
            (
                lambda a: not close(number(a), wanted * total, 0.06),
                say(
                    "The sum is right. Now divide it by all the points together, so "
                    "that only their ratio counts.",
                    "Die Summe stimmt. Teilen Sie sie noch durch alle Punkte zusammen, "
                    "damit nur deren Verhältnis zählt.",
                ),
            ),
            (
                lambda a: 0 <= number(a) <= 1,
                say(
                    "A score lies between 0 and 1. Did you take ratings, where values "
                    "are needed?",
                    "Ein Ergebnis liegt zwischen 0 und 1. Haben Sie Bewertungen statt "
                    "Werte genommen?",
                ),
            ),
            (
                lambda a: close(number(a), wanted),
                say(
                    "Not yet this number. Multiply each value by its own points, add "
                    "up, and divide once at the end.",
                    "Noch nicht diese Zahl. Nehmen Sie jeden Wert mal seine Punkte, "
                    "zählen Sie zusammen und teilen Sie einmal am Schluss.",
                ),
            ),
        ),
        say(
            "Right. That is all the arithmetic there is in this course.",
            "Richtig. Mehr Rechnung steckt in diesem Kurs nicht.",
        ),
    )


def scores() -> Task:
    """The scores of all six types on three criteria."""
    names = list(values_table(material()).index)
    wanted = {name: sum(_parts(name).values()) for name in names}
    equal = values_table(material())[list(POINTS)].mean(axis=1)
    return Task(
        (
            (
                by_name,
                say(
                    "Give a Series with one number for each type.",
                    "Gefragt ist eine Series mit einer Zahl je Art.",
                ),
            ),
            (
                lambda a: set(by_name(a)) == set(wanted),
                say(
                    "The index should hold the six types. Sum along the row: `axis=1`.",
                    "Im Index sollen die sechs Arten stehen. Summieren Sie längs der "
                    "Zeile: `axis=1`.",
                ),
            ),
            (
                lambda a: max(by_name(a).values()) <= 1,
                say(
                    "Some scores are above 1. Divide the points by their sum first.",
                    "Manche Ergebnisse liegen über 1. Teilen Sie die Punkte zuerst "
                    "durch ihre Summe.",
                ),
            ),
            (
                lambda a: not all_close(by_name(a), by_name(equal)),
                say(
                    "Here all three count the same. Let the points in.",
                    "Hier zählen alle drei gleich viel. Bringen Sie die Punkte ins "
                    "Spiel.",
                ),
            ),
            (
                lambda a: all_close(by_name(a), wanted),
                say(
                    "The form is right, the numbers are not. Use only the three "
                    "columns that have points.",
                    "Die Form stimmt, die Zahlen nicht. Verwenden Sie nur die drei "
                    "Spalten, die Punkte haben.",
                ),
            ),
        ),
        say(
            "Right, and the package says the same. Look below.",
            "Richtig, und das Paket sagt dasselbe: Sehen Sie unten nach.",
        ),
    )


def parts() -> Task:
    """What each criterion adds to the score of the leads groups."""
    wanted = _parts("leads")
    shares = {name: each / sum(POINTS.values()) for name, each in POINTS.items()}
    return Task(
        (
            (
                by_name,
                say(
                    "Give one number for each criterion: a Series or a dictionary.",
                    "Gefragt ist eine Zahl je Kriterium: eine Series oder ein "
                    "Dictionary.",
                ),
            ),
            (
                lambda a: set(by_name(a)) == set(wanted),
                say(
                    "Name exactly the three criteria that have points.",
                    "Nennen Sie genau die drei Kriterien, die Punkte haben.",
                ),
            ),
            (
                lambda a: not all_close(by_name(a), shares),
                say(
                    "These are the weights alone. Multiply by the values of the "
                    "leads groups.",
                    "Das sind nur die Gewichte. Nehmen Sie sie mal die Werte der "
                    "Empfehlungsgruppen.",
                ),
            ),
            (
                lambda a: close(sum(by_name(a).values()), sum(wanted.values())),
                say(
                    "The parts should add up to the score of the leads groups.",
                    "Die Teile sollen zusammen das Ergebnis der Empfehlungsgruppen "
                    "ergeben.",
                ),
            ),
            (
                lambda a: all_close(by_name(a), wanted),
                say(
                    "The sum is right, the split is not: each part is weight times "
                    "value.",
                    "Die Summe stimmt, die Aufteilung nicht: Jeder Teil ist Gewicht "
                    "mal Wert.",
                ),
            ),
        ),
        say(
            "Right. The parts are the explanation: nothing is left over.",
            "Richtig. Die Teile sind die Erklärung: Es bleibt kein Rest.",
        ),
    )
