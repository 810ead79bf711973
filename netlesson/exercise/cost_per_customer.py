"""Tasks of exercise 05: what a customer from a group costs, and who says so."""

from functools import cache
from typing import Any

import numpy as np

from .engine import Task, call, say
from .how_sure import DRAWN
from .reading import close, number, numbers
from .score_by_hand import FUNCTION, GIVES_NUMBER
from .tables import material

HOUR = 40
BUDGET = 6500
CUSTOMERS = (2, 8)
WEAKNESSES = {"E7": "chosen", "E12": "others", "E18": "intention", "E22": "nowhere"}


@cache
def _years() -> "tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]":
    """Cost of a year and cost per customer in many plausible years."""
    course, n = material(), 40_000
    rng = np.random.default_rng(7)
    money, time = (course.ratings["leads", name] for name in ("money", "time"))
    hours = rng.uniform(time.low, time.high, n)
    cost = rng.uniform(money.low, money.high, n) + 12 * hours * HOUR
    return cost, cost / rng.integers(CUSTOMERS[0], CUSTOMERS[1] + 1, n)


def year_cost() -> Task:
    """Fee, hours a month and an hour's worth as the cost of a year."""
    return Task(
        (
            (callable, FUNCTION),
            (lambda f: number(call(f, 100, 1, 10)), GIVES_NUMBER),
            (
                lambda f: number(call(f, 100, 0, 10)) == 100,
                say(
                    "With no hours at all, only the fee should be left.",
                    "Ohne jede Stunde soll nur der Beitrag übrig bleiben.",
                ),
            ),
            (
                lambda f: not close(number(call(f, 100, 2, 10)), 120),
                say(
                    "The fee is for a year, the hours are for a month.",
                    "Der Beitrag gilt für ein Jahr, die Stunden gelten für einen "
                    "Monat.",
                ),
            ),
            (
                lambda f: close(number(call(f, 900, 3, 50)), 2700),
                say(
                    "Something else is added or left out. Try it with one hour at "
                    "ten euros.",
                    "Da kommt etwas dazu oder fehlt etwas. Probieren Sie es mit einer "
                    "Stunde zu zehn Euro.",
                ),
            ),
        ),
        say(
            "Right. For most types the hours cost more than the fee.",
            "Richtig. Bei den meisten Arten kosten die Stunden mehr als der Beitrag.",
        ),
    )


def break_even() -> Task:
    """The number of customers that pay for a year."""
    return Task(
        (
            (callable, FUNCTION),
            (lambda f: number(call(f, 1000, 100)), GIVES_NUMBER),
            (
                lambda f: close(number(call(f, 1000, 100)), 10),
                say(
                    "Ask how often the margin of one customer fits into the cost.",
                    "Fragen Sie, wie oft der Ertrag eines Kunden in die Kosten passt.",
                ),
            ),
            (
                lambda f: number(call(f, 1001, 100)) % 1 == 0,
                say(
                    "There are no parts of customers. Make it a whole number.",
                    "Kundschaft kommt nicht in Bruchteilen. Machen Sie eine ganze "
                    "Zahl daraus.",
                ),
            ),
            (
                lambda f: [number(call(f, x, 100)) for x in (1001, 1080)] == [11, 11],
                say(
                    "With one customer too few you have not broken even: which way "
                    "do you have to round?",
                    "Mit einem Kunden zu wenig sind die Kosten nicht gedeckt: Wohin "
                    "müssen Sie runden?",
                ),
            ),
        ),
        say(
            "Right. And with the margin of an order, not with its turnover.",
            "Richtig. Und zwar mit dem Ertrag eines Auftrags, nicht mit dem Umsatz.",
        ),
    )


def over() -> Task:
    """The share of plausible years that cost more than the budget."""
    cost, _ = _years()
    wanted = float((cost > BUDGET).mean())
    return Task(
        (
            (number, say("Give one number.", "Gefragt ist eine einzige Zahl.")),
            (
                lambda a: 0 <= number(a) <= 1,
                say(
                    "A share lies between 0 and 1. The mean of a comparison is one.",
                    "Ein Anteil liegt zwischen 0 und 1. Der Mittelwert eines "
                    "Vergleichs ist einer.",
                ),
            ),
            (
                lambda a: close(number(a), wanted, DRAWN) or number(a) < 0.5,
                say(
                    "More than half? Look at the histogram, and at the direction of "
                    "your comparison.",
                    "Mehr als die Hälfte? Sehen Sie sich das Histogramm an und die "
                    "Richtung Ihres Vergleichs.",
                ),
            ),
            (
                lambda a: close(number(a), wanted, DRAWN),
                say(
                    "Not this share. Compare every entry of `cost` with the budget.",
                    "Nicht dieser Anteil. Vergleichen Sie jeden Eintrag von `cost` mit "
                    "dem Budget.",
                ),
            ),
        ),
        say(
            "Right. One figure for “the cost” would have hidden that.",
            "Richtig. Eine einzige Zahl für „die Kosten“ hätte das verdeckt.",
        ),
    )


def usual() -> Task:
    """The middle 90 percent of the cost per customer."""
    _, each = _years()
    low, high = (float(x) for x in np.quantile(each, [0.05, 0.95]))
    return Task(
        (
            (
                lambda a: len(numbers(a)) == 2,
                say("Give two numbers.", "Gefragt sind zwei Zahlen."),
            ),
            (
                lambda a: numbers(a)[0] < numbers(a)[1],
                say("Give the lower end first.", "Das untere Ende zuerst."),
            ),
            (
                lambda a: numbers(a)[1] < 1.2 * high,
                say(
                    "The upper end is too high: `cost` is for a year, and whole "
                    "extremes are left out on either side.",
                    "Das obere Ende ist zu hoch: `cost` gilt für ein Jahr, und auf "
                    "beiden Seiten bleibt das Äußerste weg.",
                ),
            ),
            (
                lambda a: (
                    close(numbers(a)[0], low, 0.03 * low)
                    and close(numbers(a)[1], high, 0.03 * high)
                ),
                say(
                    "Not quite. Divide entry by entry, and leave out one twentieth "
                    "at each end.",
                    "Nicht ganz. Teilen Sie Eintrag für Eintrag, und lassen Sie an "
                    "jedem Ende ein Zwanzigstel weg.",
                ),
            ),
        ),
        say(
            "Right. How many customers come matters far more than the cost of the "
            "group.",
            "Richtig. Wie viele Kunden kommen, macht viel mehr aus als das, was die "
            "Gruppe kostet.",
        ),
    )


def claims() -> Task:
    """The main weakness of four published claims."""
    weak = set(WEAKNESSES.values())
    swapped = {
        "E7": say(
            "E7 again: who answered, and who had not been asked?",
            "Noch einmal E7: Wer hat geantwortet, und wer wurde gar nicht gefragt?",
        ),
        "E12": say(
            "E12 again: who recommended whom there? Is that what happens in a group?",
            "Noch einmal E12: Wer hat dort wen empfohlen? Geht es in einer Gruppe "
            "auch so zu?",
        ),
        "E18": say(
            "E18 again: did anybody look at what people bought?",
            "Noch einmal E18: Hat jemand nachgesehen, was die Leute gekauft haben?",
        ),
        "E22": say(
            "E22 again: try to find out where the saying comes from.",
            "Noch einmal E22: Versuchen Sie herauszufinden, woher der Satz stammt.",
        ),
    }
    return Task(
        (
            (
                lambda a: set(dict(a)) == set(WEAKNESSES),
                say(
                    "Keep the four keys of the dictionary.",
                    "Lassen Sie die vier Schlüssel des Dictionarys stehen.",
                ),
            ),
            (
                lambda a: set(dict(a).values()) <= weak,
                say(
                    "Use the words from the list, spelled in the same way.",
                    "Verwenden Sie die Wörter der Liste in genau dieser Schreibweise.",
                ),
            ),
            *(
                (lambda a, e=each: dict(a)[e] == WEAKNESSES[e], hint)
                for each, hint in swapped.items()
            ),
        ),
        say(
            "Right. None of them is useless; none of them says what it seems to say.",
            "Richtig. Wertlos ist keine davon; doch keine sagt, was sie zu sagen "
            "scheint.",
        ),
    )
