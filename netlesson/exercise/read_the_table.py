"""Tasks of exercise 01: what the article says, counted."""

from functools import cache
from typing import Any

import pandas as pd

from .engine import Task, say
from .reading import all_close, by_name, close, words
from .tables import material, ratings_table, statements_table


@cache
def _statements() -> pd.DataFrame:
    return statements_table(material(), "en")


def _counts(series: "pd.Series[Any]") -> dict[str, float]:
    return by_name(series.value_counts())


NUMBER_EACH = say(
    "Give one number for each type: a Series, or a dictionary from type to number.",
    "Gefragt ist eine Zahl je Art: eine Series oder ein Dictionary von Art zu Zahl.",
)
TYPES = say(
    "The names should be those of the column `type`, all of them. Group by that "
    "column.",
    "Als Namen sollen die Werte der Spalte `type` dastehen, und zwar alle. Gruppieren "
    "Sie nach dieser Spalte.",
)


def drawbacks() -> Task:
    """The rows that are disadvantages of leads groups."""
    table = _statements().set_index("id")
    chosen = (table["type"] == "leads") & (table["kind"] == "disadvantage")
    wanted = set(table.index[chosen])
    return Task(
        (
            (
                lambda a: set(words(a)) <= set(table.index) and len(words(a)),
                say(
                    "Give rows of `statements`, or a list of their ids.",
                    "Gefragt sind Zeilen von `statements` oder eine Liste ihrer ids.",
                ),
            ),
            (
                lambda a: set(table.loc[words(a), "type"]) == {"leads"},
                say(
                    "Some rows belong to another type. Put each condition in "
                    "parentheses and join them with `&`.",
                    "Einige Zeilen gehören zu einer anderen Art. Setzen Sie jede "
                    "Bedingung in Klammern und verbinden Sie beide mit `&`.",
                ),
            ),
            (
                lambda a: set(table.loc[words(a), "kind"]) == {"disadvantage"},
                say(
                    "Some rows are no drawbacks. Look at the column `kind`, not at "
                    "`leaning`: a description can lean to one side, too.",
                    "Einige Zeilen sind keine Nachteile. Entscheidend ist die Spalte "
                    "`kind`, nicht `leaning`: Auch eine Beschreibung kann zu einer "
                    "Seite neigen.",
                ),
            ),
            (
                lambda a: sorted(words(a)) == sorted(wanted),
                say(
                    "All of them fit, but some are missing or come twice. Filter "
                    "the whole table.",
                    "Alle passen, doch einige fehlen oder stehen doppelt da. Filtern "
                    "Sie die ganze Tabelle.",
                ),
            ),
        ),
        say(
            "Right. Two conditions, one filter: you can now ask the table anything.",
            "Richtig. Zwei Bedingungen, ein Filter: So beantwortet Ihnen die Tabelle "
            "jede Frage.",
        ),
    )


def per_type() -> Task:
    """How many statements each type has."""
    wanted = _counts(_statements()["type"])
    return Task(
        (
            (by_name, NUMBER_EACH),
            (lambda a: set(by_name(a)) <= set(wanted), TYPES),
            (
                lambda a: set(by_name(a)) == set(wanted),
                say(
                    "A type is missing. Statements about networking as a whole are "
                    "filed under a name of their own, and count here.",
                    "Eine Art fehlt. Aussagen über das Netzwerken allgemein stehen "
                    "unter einem eigenen Namen und zählen hier mit.",
                ),
            ),
            (
                lambda a: all_close(by_name(a), wanted),
                say(
                    "The names are right, the numbers are not. Count every row once, "
                    "whatever its kind.",
                    "Die Namen stimmen, die Zahlen nicht. Zählen Sie jede Zeile "
                    "einmal, gleich welcher Sorte.",
                ),
            ),
        ),
        say(
            "Right. The article says most about some types and little about others: "
            "remember that before you trust a comparison.",
            "Richtig. Über manche Arten sagt der Artikel viel, über andere wenig: "
            "Denken Sie daran, bevor Sie einem Vergleich trauen.",
        ),
    )


def top_criterion() -> Task:
    """The criterion with the most statements."""
    counts = _counts(_statements()["criterion"])
    most = max(counts, key=lambda name: counts[name])
    return Task(
        (
            (
                lambda a: len(words(a)) == 1,
                say(
                    "Give one name, as text. `idxmax()` on the counts returns it.",
                    "Gefragt ist ein Name als Text. `idxmax()` auf den Anzahlen "
                    "liefert ihn.",
                ),
            ),
            (
                lambda a: words(a)[0] in counts,
                say(
                    "That is no value of the column `criterion`.",
                    "Das ist kein Wert der Spalte `criterion`.",
                ),
            ),
            (
                lambda a: words(a)[0] == most,
                say(
                    "Another criterion has more rows. Sort the counts.",
                    "Ein anderes Kriterium hat mehr Zeilen. Sortieren Sie die "
                    "Anzahlen.",
                ),
            ),
        ),
        say(
            "Right. Much said is not the same as important, of course.",
            "Richtig. Viel gesagt heißt natürlich noch nicht wichtig.",
        ),
    )


def pro_share() -> Task:
    """The share of favourable statements of each type."""
    table = _statements()
    favourable = table["leaning"] == "favourable"
    wanted = by_name(favourable.groupby(table["type"]).mean())
    return Task(
        (
            (by_name, NUMBER_EACH),
            (lambda a: set(by_name(a)) <= set(wanted), TYPES),
            (
                lambda a: max(by_name(a).values()) <= 1,
                say(
                    "A share lies between 0 and 1. Divide by the number of rows of "
                    "that type, and leave percent aside.",
                    "Ein Anteil liegt zwischen 0 und 1. Teilen Sie durch die Zahl der "
                    "Zeilen dieser Art, und rechnen Sie nicht in Prozent.",
                ),
            ),
            (
                lambda a: all_close(by_name(a), wanted),
                say(
                    "Close, but not these shares. Divide by all rows of the same "
                    "type, the neutral ones included, not by all rows of the table.",
                    "Fast, aber nicht diese Anteile. Geteilt wird durch alle Zeilen "
                    "derselben Art, auch die neutralen, nicht durch alle Zeilen der "
                    "Tabelle.",
                ),
            ),
        ),
        say(
            "Right. A high share says how the author leans, not how good a type is.",
            "Richtig. Ein hoher Anteil zeigt, wohin die Autorin neigt, nicht, wie gut "
            "eine Art ist.",
        ),
    )


def silent() -> Task:
    """How many ratings of each type are estimates."""
    ratings = ratings_table(material())
    wanted = _counts(ratings.loc[ratings["basis"] == "estimate", "type"])
    known = set(ratings["type"])
    return Task(
        (
            (by_name, NUMBER_EACH),
            (lambda a: set(by_name(a)) <= known, TYPES),
            (
                lambda a: close(sum(by_name(a).values()), sum(wanted.values())),
                say(
                    "The total is off. Keep only rows of `ratings` whose `basis` says "
                    "that nobody but us vouches for the number.",
                    "Die Summe stimmt nicht. Behalten Sie nur Zeilen von `ratings`, "
                    "bei denen laut `basis` niemand außer uns für die Zahl einsteht.",
                ),
            ),
            (
                lambda a: all_close(by_name(a), wanted),
                say(
                    "The total is right, the split is not. Count by `type`.",
                    "Die Summe stimmt, die Aufteilung nicht. Zählen Sie nach `type`.",
                ),
            ),
        ),
        say(
            "Right. There the article is silent, and the course says so: wider "
            "ranges, and the label “our estimate”.",
            "Richtig. Dort schweigt der Artikel, und der Kurs sagt das auch: mit "
            "weiteren Spannen und dem Etikett „unsere Schätzung“.",
        ),
    )
