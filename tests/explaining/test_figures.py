"""Figures say the same three times: picture, alt text and data table."""

import base64
import itertools
import re
import subprocess
import sys
import time
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from xml.etree import ElementTree

import matplotlib as mpl
import msgspec
import pytest
from matplotlib.transforms import Bbox

from netlesson.content import Knockout, Profile, Text, load_course, local
from netlesson.deciding import compare, types
from netlesson.deciding.robustness import analyse
from netlesson.explaining.figures import acceptability, drawing, matrix, type_profile
from netlesson.explaining.figures.drawing import SHADES, _letters

COURSE = load_course()
PROFILE = Profile(
    country="UK",
    market="local",
    customers="both",
    money=1000,
    hours=10,
    fixed_slot=True,
    seat_taken=False,
    needs=(),
)
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    r"$\frac{1}{2}$ costs $5",
    "🍕🍕",
    "\u202egnp.exe שלום",
    "W" * 500,
    "a --> ]]> & b",
    "普通商会",
    "مرحبا بالعالم",
    "{{ 7 * 7 }} {say} {0}",
    "\\textbf{x} ^_~ %",
    "bell\x07 and tab\t.",
]
AMOUNT = {
    "en": r"(GBP\u00a0)?\d{1,3}(,\d{3})*(\.\d)?",
    "de": r"\d{1,3}(\.\d{3})*(,\d)?(\u00a0£)?",
}
ESTIMATE = {"en": r"( \(estimate\))?", "de": r"( \(Schätzung\))?"}


class Reader(HTMLParser):
    """Collects what a browser would see: tags, attributes and table rows."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.rows, self.image = [], [], {}
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("th", "td"):
            self.rows[-1].append("")
        if tag == "img":
            self.image = dict(attrs)

    def handle_data(self, data):
        if self.rows and self.rows[-1] and data.strip():
            self.rows[-1][-1] += data

    @property
    def alt(self):
        return self.image["alt"]

    @property
    def table(self):
        return {row[0]: row[1:] for row in self.rows if len(row) > 1}

    @property
    def svg(self):
        return base64.b64decode(self.image["src"].partition("base64,")[2]).decode()


def with_types(count):
    """Return a course with so many types; the further ones copy the first."""
    groups, ratings = dict(COURSE.groups), dict(COURSE.ratings)
    first = COURSE.groups["chambers"]
    for n in range(len(groups) + 1, count + 1):
        name = Text(en=f"Type {n}", de=f"Art {n}")
        groups[f"own{n}"] = msgspec.structs.replace(
            first, id=f"own{n}", name=name, short=name
        )
        for criterion in COURSE.criteria:
            ratings[f"own{n}", criterion] = msgspec.structs.replace(
                COURSE.ratings["chambers", criterion], group=f"own{n}"
            )
    return replace(COURSE, groups=groups, ratings=ratings)


def rated(group, criterion, value):
    """Return the course with one rating changed."""
    cell = msgspec.structs.replace(
        COURSE.ratings[group, criterion], value=value, low=value, high=value
    )
    return replace(COURSE, ratings=COURSE.ratings | {(group, criterion): cell})


def compared(names=None, count=6, lang="en"):
    """Compare so many types, renamed, and analyse them."""
    known = types(COURSE, PROFILE, lang)
    if names:
        count = len(names)
    alternatives = [
        msgspec.structs.replace(
            known[n % 6], id=f"a{n}", name=names[n] if names else f"Group {n}"
        )
        for n in range(count)
    ]
    equal = dict.fromkeys(COURSE.criteria, 1)
    comparison = compare(alternatives, list(COURSE.criteria.values()), equal)
    order = list(comparison.standing)
    return comparison, analyse(
        comparison.values[order],
        comparison.weights,
        low=comparison.low[order],
        high=comparison.high[order],
        mode="any",
        draws=1000,
    )


def every_figure(lang):
    """Yield each kind of figure, named."""
    for group in COURSE.groups:
        yield group, type_profile(COURSE, group, PROFILE, lang)
    for count in (6, 7, 12):
        yield f"matrix {count}", matrix(with_types(count), PROFILE, lang)
    for count in (1, 2, 6, 12):
        pair = compared(count=count, lang=lang)
        yield f"acceptability {count}", acceptability(*pair, COURSE, lang)
    yield "hostile", acceptability(*compared(HOSTILE), COURSE, lang)


@cache
def figures(lang):
    """Return name, page, drawing and texts with their boxes of each figure."""
    made, canvas = [], drawing._canvas

    def recorded(*args):
        made.append(canvas(*args))
        return made[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drawing, "_canvas", recorded)
        pages = [(name, Reader(html)) for name, html in every_figure(lang)]
    return [
        (
            name,
            page,
            figure,
            [(t, t.get_window_extent()) for axes in figure.axes for t in axes.texts],
        )
        for (name, page), (figure, _) in zip(pages, made, strict=True)
    ]


@pytest.mark.parametrize("lang", ["en", "de"])
def test_every_figure_has_a_picture_an_alt_text_a_caption_and_a_table(lang):
    for name, page, *_ in figures(lang):
        assert page.tags[:2] == ["figure", "img"]
        assert {"figcaption", "details", "summary", "table"} <= set(page.tags)
        assert 40 < len(page.alt) <= 400, name
        assert len({len(row) for row in page.table.values()}) == 1, name


@pytest.mark.parametrize("lang", ["en", "de"])
def test_no_text_is_smaller_than_10_points(lang):
    """In the SVG it is drawn as paths; their scale is its size in 100 points."""
    for name, page, _, boxes in figures(lang):
        sizes = re.findall(r"scale\((0\.\d+) -0\.\d+\)", page.svg)
        assert len(sizes) >= len(boxes), name
        assert min(map(float, sizes)) >= 0.10, name
        assert min(text.get_size() for text, _ in boxes) >= 10, name


def test_letters_are_slimmed_without_being_swollen():
    """Their paths are in 64ths; a rounded scale would draw them a quarter larger."""
    for _, page, *_ in figures("en"):
        assert set(re.findall(r"scale\((0\.0\d*)\)", page.svg)) == {"0.015625"}


def test_dollar_signs_are_no_mathematics():
    (_, _, _, boxes), *_ = [each for each in figures("en") if each[0] == "hostile"]
    assert not any(text.get_parse_math() for text, _ in boxes)
    assert "$5" in " ".join(text.get_text() for text, _ in boxes)


@pytest.mark.parametrize("lang", ["en", "de"])
def test_no_text_is_cut_off(lang):
    for name, _, figure, boxes in figures(lang):
        page = figure.bbox
        for text, box in boxes:
            assert page.x0 <= box.x0 <= box.x1 <= page.x1, (name, text)
            assert page.y0 <= box.y0 <= box.y1 <= page.y1, (name, text)


@pytest.mark.parametrize("lang", ["en", "de"])
def test_no_text_runs_into_another(lang):
    """Slanted texts are left out: their boxes overlap, they do not."""
    for name, _, _, boxes in figures(lang):
        level = [(text, box) for text, box in boxes if not text.get_rotation()]
        for (one, a), (other, b) in itertools.combinations(level, 2):
            over = Bbox.intersection(a, b)
            assert over is None or min(over.width, over.height) < 3, (name, one, other)


@pytest.mark.parametrize("lang", ["en", "de"])
def test_a_picture_is_valid_and_fetches_nothing(lang):
    known = {"svg", "g", "defs", "style", "path", "use", "clipPath", "rect"}
    for _, page, *_ in figures(lang):
        root = ElementTree.fromstring(page.svg)  # noqa: S314  our own
        assert {element.tag.rpartition("}")[2] for element in root.iter()} <= known
        links = re.findall(r'href="([^"]*)', page.svg)
        assert links
        assert all(link.startswith("#") for link in links)


@pytest.mark.parametrize("lang", ["en", "de"])
def test_a_picture_stays_under_80_kb(lang):
    """Twelve of anything may be heavier; the course itself has six."""
    sizes = {name: len(page.image["src"]) for name, page, *_ in figures(lang)}
    heavy = {name for name, size in sizes.items() if size >= 80 * 1024}
    assert heavy <= {"matrix 12", "acceptability 12", "hostile"}


@pytest.mark.parametrize("lang", ["en", "de"])
def test_every_number_in_the_tables_is_in_the_readers_notation(lang):
    amount, to = AMOUNT[lang], {"en": "to", "de": "bis"}[lang]
    rows = [*Reader(type_profile(COURSE, "leads", PROFILE, lang)).table.values()][1:]
    for value, span, _ in rows:
        assert re.fullmatch(amount, value)
        assert re.fullmatch(f"{amount} {to} {amount}", span)
    for row in [*Reader(matrix(COURSE, PROFILE, lang)).table.values()][1:]:
        assert all(re.fullmatch(amount + ESTIMATE[lang], cell) for cell in row)
    percent = r"<?\d{1,3}%" if lang == "en" else r"<?\d{1,3}\u00a0%"
    page = Reader(acceptability(*compared(lang=lang), COURSE, lang))
    for row in [*page.table.values()][1:]:
        assert all(re.fullmatch(percent, cell) for cell in row)


def test_the_table_has_what_the_course_says():
    page = Reader(type_profile(COURSE, "leads", PROFILE, "de"))
    cell = local(COURSE, "UK").ratings["leads", "money"].at(PROFILE)
    assert cell.currency == "GBP"
    amount, low, high = (
        f"{each:,g}\u00a0£".replace(",", ".")
        for each in (cell.value, cell.low, cell.high)
    )
    words = {"article": "nach dem Artikel", "research": "nach der Forschung"}
    basis = words.get(cell.basis, "unsere Schätzung")
    assert page.table["Geld (£ im Jahr)"] == [amount, f"{low} bis {high}", basis]
    assert page.table["Zeit (Stunden im Monat)"][:2] == ["11", "6,5 bis 13"]


def test_a_profiles_alt_text_names_highest_lowest_and_estimates():
    alt = Reader(type_profile(COURSE, "events", PROFILE, "en")).alt
    assert "610 GBP a year and 6 hours a month" in alt
    ratings = {c: COURSE.ratings["events", c] for c in COURSE.criteria}
    known = {c: r.at(PROFILE) for c, r in ratings.items()}
    levels = {c: r.value for c, r in known.items() if c not in ("money", "time")}
    highest, lowest, estimated = re.fullmatch(
        r".*Highest.*: (.*)\. Lowest.*: (.*)\. Estimated: (.*)\.", alt
    ).groups()
    for criterion, level in levels.items():
        name = COURSE.criteria[criterion].name["en"]
        assert (name in highest) == (level == max(levels.values()))
        assert (name in lowest) == (level == min(levels.values()))
        assert (name in estimated) == (known[criterion].basis == "estimate")


def test_a_profiles_alt_text_follows_the_data():
    course = rated("leads", "variety", 5)
    before = Reader(type_profile(COURSE, "leads", PROFILE, "en")).alt
    after = Reader(type_profile(course, "leads", PROFILE, "en")).alt
    assert re.search(r"Lowest, 1.5 of 5:[^.]*New faces", before)
    assert re.search(r"Highest ratings, 5 of 5:[^.]*New faces", after)


def test_a_matrix_alt_text_names_best_and_worst_and_follows_the_data():
    before = Reader(matrix(COURSE, PROFILE, "en")).alt
    assert re.search(r"Best,[^.]*Informal \([^)]*Trust", before)
    assert re.search(r"Worst: Social networks", before)
    after = Reader(matrix(rated("informal", "trust", 1), PROFILE, "en")).alt
    assert not re.search(r"Best,[^.]*Informal \([^)]*Trust", after)


def test_an_acceptability_alt_text_names_first_and_last_and_follows_the_data():
    comparison, sure = compared()
    alt = Reader(acceptability(comparison, sure, COURSE, "en")).alt
    names = [comparison.alternatives[i].name for i in comparison.standing]
    assert f"first: {names[sure.acceptability[:, 0].argmax()]} (" in alt
    assert f"last: {names[sure.acceptability[:, -1].argmax()]} (" in alt
    turned = replace(sure, acceptability=sure.acceptability[:, ::-1])
    other = Reader(acceptability(comparison, turned, COURSE, "en")).alt
    assert f"first: {names[sure.acceptability[:, -1].argmax()]} (" in other


def test_the_profile_chooses_the_variants():
    german = msgspec.structs.replace(PROFILE, country="DE")
    for profile, amount in ((PROFILE, "GBP\u00a0170"), (german, "EUR\u00a00")):
        money = f"Money ({amount[:3]} a year)"
        page = Reader(type_profile(COURSE, "chambers", profile, "en"))
        assert page.table[money][0] == amount
        shown = Reader(matrix(COURSE, profile, "en")).table[money][0]
        assert shown.removesuffix(" (estimate)") == amount


@pytest.mark.parametrize("basis", ["article", "research", "estimate"])
def test_what_a_rating_rests_on_changes_its_sign_and_its_word(basis):
    def page(kind):
        cell = COURSE.ratings["leads", "trust"]
        cell = msgspec.structs.replace(cell, basis=kind)
        ratings = COURSE.ratings | {("leads", "trust"): cell}
        course = replace(COURSE, ratings=ratings)
        return Reader(type_profile(course, "leads", PROFILE, "en"))

    words = {
        "article": "based on the article",
        "research": "based on research",
        "estimate": "our estimate",
    }
    assert page(basis).table["Trust"][-1] == words[basis]
    others = [page(kind).svg for kind in words if kind != basis]
    assert page(basis).svg not in others


def test_every_basis_has_a_shape_of_its_own():
    shapes = {"article": "o", "research": "s", "estimate": "D"}
    drawn = {name: figure for name, _, figure, _ in figures("en")}
    for group in COURSE.groups:
        lines = drawn[group].axes[0].lines
        signs = [line.get_marker() for line in lines]
        assert [sign for sign in signs if sign not in ("None", "|")] == [
            shapes[local(COURSE, "UK").ratings[group, criterion].at(PROFILE).basis]
            for heading in COURSE.headings
            for criterion, each in COURSE.criteria.items()
            if each.heading == heading
        ]


def test_an_estimate_is_marked_in_the_matrix():
    cell = COURSE.ratings["leads", "trust"]

    def page(basis):
        changed = msgspec.structs.replace(cell, basis=basis)
        ratings = COURSE.ratings | {("leads", "trust"): changed}
        return Reader(matrix(replace(COURSE, ratings=ratings), PROFILE, "en"))

    estimated, found = page("estimate"), page("article")
    assert estimated.table["Trust"][1] == f"{cell.value:g} (estimate)"
    assert found.table["Trust"][1] == f"{cell.value:g}"
    assert estimated.svg != found.svg


def test_hostile_names_come_out_as_typed_and_execute_nowhere():
    html = acceptability(*compared(HOSTILE), COURSE, "en")
    page = Reader(html)
    assert set(page.table) - {"Group"} == set(HOSTILE)
    assert not {"script", "b", "i"} & set(page.tags)
    assert page.tags.count("img") == 1
    assert set(page.image) == {"alt", "src", "width", "height", "style"}


def test_a_name_of_a_type_may_be_hostile_too():
    for hostile in HOSTILE:
        name = Text(en=hostile, de=hostile)
        group = COURSE.groups["leads"]
        group = msgspec.structs.replace(group, name=name, short=name)
        course = replace(COURSE, groups=COURSE.groups | {"leads": group})
        for html in (
            type_profile(course, "leads", PROFILE, "en"),
            matrix(course, PROFILE, "en"),
        ):
            page = Reader(html)
            assert len(page.alt) <= 400
            assert "Commitment of the others" in page.alt
            assert page.tags.count("img") == 1
            assert "script" not in page.tags
            ElementTree.fromstring(page.svg)  # noqa: S314  our own


@pytest.mark.parametrize("count", [1, 7, 12])
def test_all_types_and_alternatives_are_in_the_table(count):
    course = with_types(count)
    columns = Reader(matrix(course, PROFILE, "en")).table["Criterion"]
    assert columns == [group.name["en"] for group in course.groups.values()]
    comparison, sure = compared(count=count)
    table = Reader(acceptability(comparison, sure, COURSE, "en")).table
    names = [comparison.alternatives[i].name for i in comparison.standing]
    assert list(table) == ["Group", *names]


def test_what_is_knocked_out_is_left_out():
    equal = dict.fromkeys(COURSE.criteria, 1)
    known, criteria = types(COURSE, PROFILE, "en"), list(COURSE.criteria.values())
    limits = [Knockout(kind="money", limit=100)]
    comparison = compare(known, criteria, equal, limits)
    order = list(comparison.standing)
    sure = analyse(comparison.values[order], comparison.weights, draws=100)
    table = Reader(acceptability(comparison, sure, COURSE, "en")).table
    assert 1 < len(order) < len(known)
    assert list(table) == ["Group", *(known[i].name for i in order)]


def test_an_analysis_of_other_alternatives_is_refused():
    with pytest.raises(ValueError, match="robustness is of 6 alternatives, 2 are not"):
        acceptability(compared(count=2)[0], compared()[1], COURSE, "en")


def test_an_unknown_type_is_refused_by_name():
    with pytest.raises(ValueError, match="no type 'club'; there are chambers, leads"):
        type_profile(COURSE, "club", PROFILE, "en")


@pytest.mark.parametrize(
    ("mode", "words"),
    [("any", "all possible"), ("order", "order of importance"), ("near", "near yours")],
)
def test_the_caption_says_what_a_share_is_and_how_exact(mode, words):
    comparison, sure = compared()
    html = acceptability(comparison, replace(sure, mode=mode), COURSE, "en")
    caption = html.partition("<figcaption>")[2].partition("</figcaption>")[0]
    assert words in caption
    assert "not a probability of success" in caption
    assert "1,000 draws" in caption
    error = 100 * sure.standard_error.max()
    assert f"{error:.1f} percentage points" in caption


def test_the_same_input_gives_the_same_bytes_whatever_matplotlib_is_set_to():
    before = matrix(COURSE, PROFILE, "en")
    with mpl.rc_context({"font.size": 30, "svg.fonttype": "none", "text.color": "r"}):
        assert matrix(COURSE, PROFILE, "en") == before


def test_drawing_changes_no_setting_of_matplotlib():
    with mpl.rc_context({"font.size": 31, "svg.fonttype": "none"}):
        matrix(COURSE, PROFILE, "en")
        assert mpl.rcParams["font.size"] == 31
        assert mpl.rcParams["svg.fonttype"] == "none"


def test_a_process_of_its_own_draws_the_same_bytes_without_pyplot():
    code = (
        "import sys, hashlib\n"
        "from netlesson.content import load_course\n"
        "from netlesson.figures import type_profile\n"
        "course = load_course()\n"
        "profile = next(iter(course.cases.values())).profile\n"
        "html = type_profile(course, 'leads', profile, 'de')\n"
        "assert 'matplotlib.pyplot' not in sys.modules\n"
        "print(hashlib.sha256(html.encode()).hexdigest())\n"
    )
    command = [sys.executable, "-W", "error", "-c", code]
    runs = [subprocess.run(command, capture_output=True, text=True) for _ in range(2)]  # noqa: S603
    assert [run.stderr for run in runs] == ["", ""]
    assert runs[0].stdout == runs[1].stdout


def luminance(colour):
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour[:3]
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_letters_are_readable_on_every_shade():
    for step in range(101):
        shade = SHADES(step / 100)
        letters = {"#000000": 0.0, "#ffffff": 1.0}[_letters(shade)]
        light, dark = sorted((luminance(shade), letters), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_a_better_value_is_darker():
    shades = [luminance(SHADES(step / 100)) for step in range(101)]
    assert shades == sorted(shades, reverse=True)


def test_a_figure_takes_no_longer_than_a_glance():
    """Usually 80 ms; processor time, and a wide bound, for a busy machine."""
    matrix(COURSE, PROFILE, "en")
    times = []
    for _ in range(3):
        start = time.process_time()
        type_profile(COURSE, "leads", PROFILE, "en")
        times.append(time.process_time() - start)
    assert min(times) < 0.5
