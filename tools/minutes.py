"""Say how long the course takes: `python tools/minutes.py [--activities] [--write]`.

A notebook takes as long as reading it at 180 words a minute, and the minutes that its
activities state; an activity whose metadata say `optional` counts in the whole course,
not in the short way. What is read is the prose and what a static cell shows, tables and
cards included; what is folded is not, and what is shown twice counts once. With
--activities every activity is listed too, its stated minutes beside what it holds: the
words of its questions, of what is said back and of what it shows, and ten seconds for
each answer, a minute for each text.

With --write the figures go where they are told: the head of each notebook and the
tables of both READMEs. Where 00 and the instructor's guide speak of minutes they are
written by hand, and tests/notebooks/test_minutes.py holds them to the same figures.
"""

import json
import math
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from inspect import signature
from pathlib import Path
from statistics import mean
from typing import Any

from netlesson.activities import keeping, side_by_side
from netlesson.content import Case, Course, Item, Lang, load_course
from netlesson.course import Workbook
from netlesson.language import markdown
from netlesson.learning import Answers, MemoryJournal
from netlesson.paper.handout import cases_of, items_of, way_of
from netlesson.paper.source import Part, read

ROOT = Path(__file__).parents[1]
LANGUAGES: tuple[Lang, Lang] = ("en", "de")
A_MINUTE = 180
"""Words that an adult reads of a text that is new and has numbers in it."""
SECONDS = {"area": 60, "choice": 10, "choices": 10, "select": 10, "range": 10}
SECONDS |= {"number": 10, "line": 10, "order": 60}
CASES = 2
"""How many of the twelve businesses the notebook asks to try."""

WIDTHS = (7, 7, 7, 5, 7, 8)
TYPES = tuple(f"{number:02}" for number in range(1, 7))
SHORT = ("00", "08", "09")
"""What belongs to the short way, together with two types; all that begins so."""
MOST_SHORT, MOST = 120, 240
BEFORE = 150
"""How many words may stand before the first activity."""

HEAD = {"en": "About {n} minutes.", "de": "Etwa {n} Minuten."}
MORE = {
    "en": "The optional parts at the end take {n} more.",
    "de": "Was am Ende freiwillig ist, dauert weitere {n}.",
}
"""Of what is optional in a notebook."""
TOTALS = {
    "en": "The short way (`00`, the first two types of your ranking, `08`, `09`) takes "
    "about {short} minutes, the whole course about {whole}.",
    "de": "Der kurze Weg (`00`, die ersten beiden Arten Ihrer Rangfolge, `08`, "
    "`09`) dauert etwa {short} Minuten, der ganze Kurs etwa {whole}.",
}
MARK = "<!-- minutes -->"
"""Stands above the line in a README that tells the sums."""
README = {"en": "README.md", "de": "README.de.md"}


class _Visible(HTMLParser):
    """Collects the words of a page that stand there before anything is unfolded."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self._hidden: list[str] = []
        self._summary = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Go into what is hidden; the summary of what is folded is to be seen."""
        unseen = "nl-hidden" in (dict(attrs).get("class") or "")
        hides = unseen or tag in ("details", "style", "script")
        if tag == self._hidden[0] if self._hidden else hides:
            self._hidden.append(tag)
        self._summary |= tag == "summary" and self._hidden == ["details"]

    def handle_endtag(self, tag: str) -> None:
        """Come out of it again."""
        if tag == "summary":
            self._summary = False
        if self._hidden and tag == self._hidden[0]:
            self._hidden.pop()
        self.text.append(" " if tag not in ("b", "i", "em", "strong", "a") else "")

    def handle_data(self, data: str) -> None:
        """Keep what is to be seen."""
        if not self._hidden or self._summary:
            self.text.append(data)


def words(html: str) -> int:
    """Count the words of HTML that are to be seen without unfolding anything."""
    page = _Visible()
    page.feed(html)
    page.close()
    return count("".join(page.text))


def count(text: str) -> int:
    """Count the words of a text; a sign that stands alone is none."""
    return sum(bool(re.search(r"\w", word)) for word in text.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """How long one notebook is in one language.

    Attributes:
        name: The file's name without `.ipynb`.
        prose: Words of prose, tables in it apart.
        shown: Words of tables and of what static cells show.
        before: Words above the first activity that asks something.
        stated: Minutes of each activity, by cell.
        optional: Of these, minutes of what is marked as optional.
        held: Minutes that what it holds takes, by cell.
    """

    name: str
    prose: int
    shown: int
    before: int
    stated: Mapping[str, int]
    optional: int
    held: Mapping[str, float]

    @property
    def reading(self) -> float:
        """Minutes of reading."""
        return (self.prose + self.shown) / A_MINUTE

    @property
    def activities(self) -> int:
        """Minutes of activities."""
        return sum(self.stated.values())

    @property
    def minutes(self) -> float:
        """Minutes in all."""
        return self.reading + self.activities


@dataclass(frozen=True, slots=True)
class Ways:
    """How long the course takes, in whole minutes, the longer language counting.

    Attributes:
        by_name: Minutes of each notebook, without what is optional in it.
        optional: Minutes of what is marked as optional in each notebook.
        short: Minutes of the short way, the two longest types in it.
        longest: The names of these two.
        whole: Minutes of all notebooks.
    """

    by_name: Mapping[str, int]
    optional: Mapping[str, int]
    short: int
    longest: tuple[str, ...]
    whole: int

    @property
    def types(self) -> tuple[int, int]:
        """The shortest and the longest notebook on a type."""
        found = [n for name, n in self.by_name.items() if name[:2] in TYPES]
        return min(found), max(found)


def books(lang: Lang) -> list[Path]:
    """Return the notebooks of learners in order."""
    return sorted((ROOT / "notebooks" / lang).glob("*.ipynb"))


def measure(path: Path, lang: Lang, course: Course) -> Length:
    """Measure one notebook."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    parts = {part.id: part for part in read(path).parts}
    prose = shown = before = optional = 0
    stated, held, seen = dict[str, int](), dict[str, float](), set[str]()
    asked = False
    for cell in cells:
        source, tags = "".join(cell["source"]), cell["metadata"].get("tags", ())
        some = 0
        if cell["cell_type"] == "markdown":
            plain, tables = _apart(_without_minutes(source, lang))
            prose, shown = prose + plain, shown + tables
            some = plain + tables
        elif "setup" in tags:
            some = _opened(course, lang)
            prose += some
        elif "widget" in tags:
            part = parts[cell["id"]]
            stated[part.id] = part.minutes
            skipped = cell["metadata"]["netlesson"].get("optional")
            optional += part.minutes if skipped else 0
            held[part.id] = holds(part, course, lang)
            asked |= way_of(part, course) in ("asked", "case", "filled")
            asked |= part.call in ("start", "practice")
        elif source not in seen:
            some = sum(words(html) for html in _html(cell))
            shown += some
        seen.add(source)
        before += 0 if asked else some
    return Length(
        name=path.stem,
        prose=prose,
        shown=shown,
        before=before,
        stated=stated,
        optional=optional,
        held=held,
    )


def _apart(source: str) -> tuple[int, int]:
    """Count the words of Markdown: those of its prose, and those of its tables."""
    table = re.compile(r"^\|.*$", flags=re.M)
    tables = "\n".join(table.findall(source))
    prose = table.sub("", source)
    return words(markdown.html(prose)), count(tables.replace("|", " "))


def _without_minutes(source: str, lang: Lang) -> str:
    """Leave out the line that this tool writes, or it would count itself."""
    return _line(lang).sub("", source)


def _line(lang: Lang) -> re.Pattern[str]:
    head, more = (re.escape(each[lang]) for each in (HEAD, MORE))
    return re.compile(rf"^{head}(?: {more})?$".replace(r"\{n\}", r"\d+"), re.M)


def _html(cell: Mapping[str, Any]) -> Iterator[str]:
    for output in cell["outputs"]:
        yield "".join(output.get("data", {}).get("text/html", ""))


def _learner(course: Course, lang: Lang) -> Answers:
    """Return somebody who has described a business, for what forms show then."""
    answers = Answers(course, MemoryJournal(), lang)
    answers.start_from(next(iter(course.cases.values())).profile)
    return answers


def _opened(course: Course, lang: Lang) -> int:
    """Count what the cell says that opens the course."""
    form = keeping.opened_form(Answers(course, MemoryJournal(), lang))
    return sum(words(html) for html in form.outputs.values())


def holds(part: Part, course: Course, lang: Lang) -> float:
    """Return the minutes that the words and the answers of an activity take."""
    read, seconds = _held(part, course, lang)
    return read / A_MINUTE + seconds / 60


def _held(part: Part, course: Course, lang: Lang) -> tuple[float, float]:
    """Return words to read, and seconds to answer in."""
    answers = _learner(course, lang)
    if part.call in ("quiz", "practice", "sort", "match", "self_check"):
        return _questions(part, course, lang)
    if part.call in ("suits", "cases"):
        some = [_case(case, answers) for case in cases_of(part, course)]
        times = 1 if part.about else CASES
        return times * mean(some), times * SECONDS["choice"]
    form = getattr(Workbook(course, answers), part.call)(*part.arguments)
    texts = [_field(field, form.outputs) for field in form.fields]
    asked = [SECONDS.get(field["kind"], 0) for field in form.fields]
    return sum(texts), sum(asked)


def _questions(part: Part, course: Course, lang: Lang) -> tuple[float, float]:
    """Of a quiz, as many as it draws, each as long as the mean of the pool."""
    found = _pool(part, course)
    feedback = part.call != "self_check"
    read = [_item(item, lang, feedback=feedback) for item in found]
    rows = [max(1, len(item.pairs)) * SECONDS["choice"] for item in found]
    given = [each for each in part.arguments if isinstance(each, int)]
    drawn = signature(getattr(Workbook, part.call)).parameters.get("n")
    given += [drawn.default] if drawn and not given else []
    n = min(len(found), *given) if given else len(found)
    return n * mean(read), n * mean(rows)


def _pool(part: Part, course: Course) -> list[Item]:
    if part.call != "practice":
        return list(items_of(part, course))
    return [item for item in course.items.values() if item.pool == "practice"]


def _item(item: Item, lang: Lang, *, feedback: bool) -> float:
    """Count an item, and what is said back: to the key, and to every second other."""
    texts = [item.stem, *(o.text for o in item.options), *(r.text for r in item.rows)]
    total = float(sum(count(text[lang]) for text in texts))
    if not feedback:
        return total
    rights = [o.feedback for o in item.options if o.feedback and (o.key or item.order)]
    rights += [row.feedback for row in item.rows]
    rights += [item.feedback] if item.feedback else []
    others = [o.feedback for o in item.options if o.feedback and not o.key]
    total += sum(count(text[lang]) for text in rights)
    if others and not item.order:
        total += mean(count(text[lang]) for text in others) / (2 if rights else 1)
    return total


def _case(case: Case, answers: Answers) -> float:
    """Count a business, the types on offer, and our shortlist."""
    asked = words(answers.fill("language/case", case=case))
    offered = sum(count(g.name[answers.lang]) for g in answers.course.groups.values())
    return asked + offered + words(side_by_side.case_answer(answers, case))


def _field(field: Mapping[str, Any], outputs: Mapping[str, str]) -> int:
    """Count what one field shows."""
    html = field.get("html", "") + outputs.get(field["id"], "")
    if field["kind"] in ("prose", "output"):
        return words(html)
    texts = [str(field.get(name) or "") for name in ("label", "help", "low", "high")]
    for option in field.get("options", ()):
        texts += [option["label"], option.get("description") or ""]
    return sum(map(count, texts))


def measured(lang: Lang, course: Course) -> list[Length]:
    """Measure all notebooks of a language."""
    return [measure(path, lang, course) for path in books(lang)]


def ways(lengths: Iterable[Iterable[Length]]) -> Ways:
    """Add up the notebooks of all languages; of each the longest language counts."""
    most, optional = dict[str, int](), dict[str, int]()
    for each in (length for some in lengths for length in some):
        needed = math.ceil(each.minutes - each.optional)
        most[each.name] = max(most.get(each.name, 0), needed)
        optional[each.name] = each.optional
    types = sorted((n for n in most if n[:2] in TYPES), key=lambda name: -most[name])
    always = [name for name in most if name[:2] in SHORT]
    short = sum(most[name] for name in (*always, *types[:2]))
    whole = sum(most.values()) + sum(optional.values())
    return Ways(most, optional, short, tuple(types[:2]), whole)


def told(found: Ways) -> dict[Path, str]:
    """Return what every file that tells minutes should hold, by its path."""
    files: dict[Path, str] = {}
    for lang in LANGUAGES:
        for path in books(lang):
            text = path.read_text(encoding="utf-8")
            name = path.stem
            files[path] = headed(text, found.by_name[name], found.optional[name], lang)
        path = ROOT / README[lang]
        files[path] = _tabled(path.read_text(encoding="utf-8"), found, lang)
    return files


def headed(text: str, minutes: int, optional: int, lang: Lang) -> str:
    """Return a notebook with its minutes at the head of what it aims at."""
    notebook = json.loads(text)
    aims = next(c for c in notebook["cells"] if "objectives" in c["metadata"]["tags"])
    said = HEAD[lang].format(n=minutes)
    if optional:
        said += f" {MORE[lang].format(n=optional)}"
    source = _line(lang).sub("", "".join(aims["source"])).strip()
    aims["source"] = f"{said}\n\n{source}".splitlines(keepends=True)
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def _tabled(text: str, found: Ways, lang: Lang) -> str:
    """Return a README with the minutes in its table and below it."""
    for name, minutes in found.by_name.items():
        more = f" + {found.optional[name]}" if found.optional[name] else ""
        text = re.sub(rf"(\| `{name}` \| )[^|]+\|", rf"\g<1>{minutes}{more} |", text)
    least, most = found.types
    span = {"en": f"{least} to {most} each", "de": f"je {least} bis {most}"}[lang]
    span = re.sub(r"(\d+) \w+ \1\b", r"\1", span)
    text = re.sub(r"(\| `01` \w+ `06` \| )[^|]+\|", rf"\g<1>{span} |", text)
    said = TOTALS[lang].format(short=found.short, whole=found.whole)
    return re.sub(rf"({MARK})\n.*\n", rf"\g<1>\n{said}\n", text)


def table(lengths: Iterable[Length], *, activities: bool) -> Iterator[str]:
    """Yield the lines of a table on one language."""
    heads = zip(("prose", "shown", "read", "do", "all", "before"), WIDTHS, strict=True)
    yield "notebook".ljust(22) + "".join(head.rjust(width) for head, width in heads)
    for each in lengths:
        yield (
            f"{each.name:22}{each.prose:7}{each.shown:7}{each.reading:7.1f}"
            f"{each.activities:5}{each.minutes:7.1f}{each.before:8}"
        )
        for name, minutes in each.stated.items() if activities else ():
            yield f"  {name:38}{minutes:7}{each.held[name]:7.1f}"


def write(found: Ways) -> None:
    """Put the minutes where they are told, and say what has changed."""
    for path, text in told(found).items():
        if path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print("minutes changed in", path.relative_to(ROOT))


def main() -> None:
    """Print the lengths; with --write put them where they are told."""
    course = load_course()
    lengths = {lang: measured(lang, course) for lang in LANGUAGES}
    found = ways(lengths.values())
    for lang, some in lengths.items():
        print(lang, *table(some, activities="--activities" in sys.argv), "", sep="\n")
    pair = " and ".join(found.longest)
    print(f"short way, with {pair}: {found.short} of {MOST_SHORT} minutes")
    print(f"whole course: {found.whole} of {MOST} minutes")
    if "--write" in sys.argv:
        write(found)


if __name__ == "__main__":
    main()
