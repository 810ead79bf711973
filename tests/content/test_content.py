"""The content is complete, and wrong content is named, never used."""

import dataclasses
import itertools
import re
from collections import Counter
from typing import get_args

import msgspec
import pytest
from builders import ROOT, compared, course, own_folder, profile, seventh_type, shipped

from netlesson.content import (
    FILES,
    Basis,
    ContentError,
    KnockoutKind,
    Text,
    label_faults,
    load_course,
)
from netlesson.content.records import Reference
from netlesson.deciding import FACTS, suggest, types
from netlesson.deciding.comparison import Verdict
from netlesson.explaining import ranking, why
from netlesson.language import Edition


def texts(node, place=""):
    """Yield (place, text) for all prose in records, lists and tables."""
    if isinstance(node, Text):
        yield place, node
    elif isinstance(node, msgspec.Struct):
        for name in node.__struct_fields__:
            yield from texts(getattr(node, name), f"{place}.{name}")
    elif isinstance(node, dict):
        for key, inside in node.items():
            yield from texts(inside, f"{place}.{key}")
    elif isinstance(node, tuple):
        for number, inside in enumerate(node):
            yield from texts(inside, f"{place}[{number}]")


def all_texts():
    tables = dataclasses.fields(course())
    return [
        pair
        for table in tables
        for pair in texts(getattr(course(), table.name), table.name)
    ]


def test_six_types_ten_criteria_and_twelve_cases():
    assert list(course().groups) == [
        "chambers",
        "leads",
        "events",
        "associations",
        "social",
        "informal",
    ]
    assert list(course().criteria) == [
        "money",
        "time",
        "reach",
        "variety",
        "reputation",
        "referrals",
        "fit",
        "commitment",
        "trust",
        "safety",
    ]
    assert len(course().cases) == 12
    assert [c.heading for c in course().criteria.values()] == (
        ["effort"] * 2 + ["reach"] * 3 + ["business"] * 2 + ["people"] * 3
    )


def test_all_73_statements_are_there():
    statements = course().statements.values()
    assert Counter(s.kind for s in statements) == {
        "description": 31,
        "advantage": 18,
        "disadvantage": 24,
    }
    bullets = {s.bullet: s.kind for s in statements if s.bullet}
    assert Counter(bullets.values()) == {"advantage": 15, "disadvantage": 16}


def test_a_bullet_is_never_both_an_advantage_and_a_disadvantage():
    for bullet, group in itertools.groupby(
        sorted(
            (s for s in course().statements.values() if s.bullet),
            key=lambda s: s.bullet,
        ),
        key=lambda s: s.bullet,
    ):
        parts = list(group)
        assert len({s.kind for s in parts}) == 1, bullet
        assert len({s.group for s in parts}) == 1, bullet


def test_every_cell_has_a_rating_with_a_reason_and_a_basis():
    cells = set(itertools.product(course().groups, course().criteria))
    assert len(cells) == 60
    assert set(course().ratings) == cells
    assert all(rating.basis in get_args(Basis) for rating in course().ratings.values())


CELLS = [
    (rating.criterion, cell)
    for rating in course().ratings.values()
    for cell in rating.cells
]


def test_a_reason_is_written_and_speaks_for_one_cell():
    written = [cell.reason[lang] for _, cell in CELLS for lang in ("en", "de")]
    assert [each for each in written if "TODO" in each] == []
    assert [each for each in written if len(each) < 40 or len(each) > 450] == []
    assert Counter(written).most_common(1)[0][1] == 1


def test_the_article_is_no_source_for_a_number_that_it_does_not_have():
    """It has neither a sum of money nor an hour."""
    told = " ".join(
        each.text[lang]
        for each in course().statements.values()
        for lang in ("en", "de")
    )
    money = (
        r"(EUR|USD|GBP|CHF|[\u20ac$\u00a3]) ?\d|\d ?(EUR|USD|GBP|CHF|[\u20ac$\u00a3])"
    )
    for text in ("costs $365", "365 EUR", "\u20ac5"):
        assert re.search(money, text)
    assert not re.search(rf"{money}|\d (hours?|Stunden?)", told)
    measured = {c.id for c in course().criteria.values() if c.scale == "measured"}
    assert measured == {"money", "time"}
    bases = {cell.basis for criterion, cell in CELLS if criterion in measured}
    assert bases == {"research", "estimate"}


@pytest.mark.parametrize(
    ("basis", "said"),
    [
        ("article", {"en": "[Tt]he article", "de": "Artikel"}),
        ("research", {"en": r"\d|law", "de": r"\d|Gesetz"}),
        (
            "estimate",
            {
                "en": "estimate|[Oo]ur conclusion|[Ww]e expect",
                "de": "schätz|Schätzung|[Uu]nser Schluss|Einschätzung",
            },
        ),
    ],
)
def test_a_reason_says_what_it_rests_on(basis, said):
    cells = [cell for _, cell in CELLS if cell.basis == basis]
    reasons = [(lang, cell.reason[lang]) for cell in cells for lang in said]
    assert [each for lang, each in reasons if not re.search(said[lang], each)] == []
    if basis == "article":
        assert all(course().statements.keys() & set(cell.evidence) for cell in cells)


def test_what_the_article_is_silent_on_is_never_based_on_it():
    silent = {
        cell
        for cell, rating in course().ratings.items()
        if not course().statements.keys() & set(rating.evidence)
    }
    bases = {cell: course().ratings[cell].basis for cell in silent}
    assert "article" not in bases.values()
    assert {cell for cell in silent if bases[cell] == "research"} == {
        ("chambers", "safety"),
        ("events", "safety"),
    }


def test_a_rating_lies_inside_its_range():
    """It is the mean of what is plausible, so never an end; a point is certain."""
    for criterion, cell in CELLS:
        inside = (
            cell.low < cell.value < cell.high or cell.low == cell.value == cell.high
        )
        assert inside, (criterion, cell)


def test_money_agrees_with_the_figures_of_the_card():
    """The usual range is our estimate there too; prices lie within what is listed."""
    for group in course().groups.values():
        figures = [f for f in group.figures if f.aspect == "money"]
        rating = course().ratings[group.id, "money"]
        estimates = [(f.low, f.high) for f in figures if f.estimate and f.unit == "EUR"]
        assert rating.basis == "estimate"
        assert (rating.low, rating.high) in estimates
        for cell in rating.variants:
            if cell.currency != "EUR":
                listed = [f for f in figures if f.unit == cell.currency]
                ends = [
                    end for f in listed for end in (f.low, f.typical, f.high) if end
                ]
                assert min(ends) <= cell.low, (group.id, cell)
                assert cell.high <= max(ends), (group.id, cell)
                assert all(f.year and f.sources for f in listed)


def test_safety_is_judged_by_what_is_on_record():
    """Where nothing is said nothing is proved: silence makes no type safe."""
    for rating in course().ratings.values():
        if rating.criterion == "safety":
            researched = {*course().findings, *course().notes} & set(rating.evidence)
            assert researched, rating.group
            assert rating.value < 5


def test_every_bullet_is_evidence_or_says_why_not():
    cited = {
        course().statements[name].bullet
        for _, cell in CELLS
        for name in cell.evidence
        if name in course().statements
    }
    bullets = {s.bullet for s in course().statements.values() if s.bullet}
    assert len(bullets) == 31
    assert bullets <= cited | course().unrated.keys()


def test_german_is_written_and_not_left_in_english():
    assert len(all_texts()) > 700
    # Where something was published is called the same everywhere.
    texts = [(p, each) for p, each in all_texts() if not isinstance(each, Reference)]
    same = {place for place, each in texts if each["en"] == each["de"]}
    assert same == {"currencies.CHF.sign"}


def test_german_has_german_quotation_marks_and_apostrophes():
    for place, each in all_texts():
        assert not re.search("[\"'\u201d\u00ab\u00bb]", each["de"]), (place, each["de"])
        opened = re.sub("[^\u201e\u201c]", "", each["de"])
        assert opened == "\u201e\u201c" * (len(opened) // 2), (place, each["de"])


def test_english_has_english_quotation_marks():
    for place, each in all_texts():
        assert not re.search('["\u201e\u00ab\u00bb]', each["en"]), (place, each["en"])
        opened = re.sub("[^\u201c\u201d]", "", each["en"])
        assert opened == "\u201c\u201d" * (len(opened) // 2), (place, each["en"])


@pytest.mark.parametrize("lang", ["en", "de"])
def test_a_short_name_fits_on_a_figure(lang):
    for group in course().groups.values():
        assert len(group.short[lang]) <= 16


CODE = [
    *ROOT.glob("netlesson/**/*.py"),
    *ROOT.glob("netlesson/*/templates/*.html"),
    *ROOT.glob("notebooks/**/*.ipynb"),
]
# What the code fills into the names of phrases. An unknown name may be any word.
FILLINGS = {
    "verdict": get_args(Verdict),
    "kind": get_args(KnockoutKind),
    "sign": ["ahead", "behind", "level"],
    "level": ["sure", "likely", "open"],
    "cell.basis": get_args(Basis),
    "one.cell.basis": [*get_args(Basis), "own", "unknown"],
    "each.strength": ["0", "1", "2", "3"],
    "badge": [*get_args(Basis), "own", "unknown"],
    "fact": FACTS,
    "other": ["", "_other"],
}


def phrases_used():
    """Yield (pattern, file) for each name of a phrase in code and templates."""
    sections = "|".join({key.partition(".")[0] for key in course().strings})
    rest = r"""(?:[^"'\\\s{}]|{[^{}]*})*"""
    literal = re.compile(
        rf"""["']((?:{sections})\.{rest})\\?["'](?:\s*~\s*([\w.]+|\([^)]*\)))?"""
    )
    for path in CODE:
        for name, glued in literal.findall(path.read_text(encoding="utf-8")):
            if not re.search(r"\.(js|css|py|toml|html|jsonl?)$", name):
                yield name + (f"{{{glued}}}" if glued else ""), path.name


def fillings(step):
    """Return what may stand in a gap: known words, or those quoted in a choice."""
    return FILLINGS.get(step) or re.findall(r'"(\w+)"', step)


def spelled_out(name):
    """Return a regular expression for `explain.{verdict}` and the like."""
    steps = re.split(r"\{([^{}]*)\}", name)
    for i in range(1, len(steps), 2):
        steps[i] = "(?:" + "|".join(fillings(steps[i]) or [r"\w+"]) + ")"
    return "".join(step if i % 2 else re.escape(step) for i, step in enumerate(steps))


def test_every_phrase_that_is_used_is_there():
    assert list(phrases_used())
    for name, file in phrases_used():
        found = [
            key for key in course().strings if re.fullmatch(spelled_out(name), key)
        ]
        assert found, f"{file} uses {name!r}"
        for step in re.findall(r"\{([^{}]*)\}", name):
            assert len(found) == len(fillings(step) or found), (file, name, found)


def test_every_phrase_that_is_there_is_used():
    patterns = {spelled_out(name) for name, _ in phrases_used()}
    unused = [
        key
        for key in course().strings
        if not any(re.fullmatch(pattern, key) for pattern in patterns)
    ]
    assert unused == []


COUNTED = "n|hours|days|unrated"
"""What may stand in a phrase as a number with its noun behind it."""
ALWAYS_MANY = {
    # Never one, or a constant of the course.
    "explain.hardly", "class.gain_is", "class.all_questions", "class.of",
    "class.came_first", "class.chosen", "class.weights_about", "faults.many_hints",
    "faults.one_currency", "faults.one_key",
    # The noun is the same for one and for many, or there is none.
    "bars.few", "costs.customers", "figures.more", "form.file_limit",
    "form.too_large", "commands.faults", "commands.counted_article",
    "commands.counted_research",
}  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "de"])
def test_a_noun_that_is_counted_has_a_form_for_one(lang):
    small = {"of", "von", "in", "and", "und", "to", "bis", "at", "am", "im", "mean"}
    wrong = {
        (key, words)
        for key, text in course().strings.items()
        for words in re.findall(rf"\{{(?:{COUNTED})\}} (\w+)", text[lang])
        if words not in small and key not in ALWAYS_MANY
    }
    assert wrong == set()


PLURALS = [
    ("explain.points", "en", "n", "1 point", "3 points"),
    ("explain.points", "de", "n", "1 Punkt", "3 Punkte"),
    ("costs.customers", "en", "n", "1 customer", "3 customers"),
    ("report.cost", "de", "hours", "1 Stunde.", "3 Stunden."),
    ("commands.exported", "en", "n", "wrote 1 entry to", "3 entries"),
    ("quiz.closing_open", "en", "n", "1 of 8 questions is", "questions are"),
    ("quiz.closing_open", "de", "n", "1 von 8 Fragen ist", "Fragen sind"),
    ("handin.gain", "de", "points", "(1 Prozentpunkt)", "(3 Prozentpunkte)"),
]


@pytest.mark.parametrize(("key", "lang", "counted", "one", "many"), PLURALS)
def test_one_and_more_are_told_apart(key, lang, counted, one, many):
    rest = dict.fromkeys(
        ("before", "before_of", "after", "after_of", "path", "money"), "x"
    )
    for number, words in ((1, one), ("3", many)):
        said = course().say(key, lang, **{**rest, "all": 8, counted: number})
        assert words in said
    assert course().say("explain.points", "en", n="1.5") == "1.5 points"
    assert course().say("explain.points", "de", n=0) == "0 Punkte"
    assert course().say("handin.points", "en", n="+1") == "+1 point"


def test_say_fills_in_what_a_phrase_leaves_open():
    assert course().say("explain.points", "de", n=3) == "3 Punkte"
    with pytest.raises(KeyError, match="'n'"):
        course().say("explain.points", "en")
    with pytest.raises(KeyError, match=r"no\.such"):
        course().say("no.such", "en")


def test_a_file_of_ones_own_replaces_one_and_leaves_the_others(tmp_path):
    changed = shipped("cases.toml").replace("Handmade soap online", "Soap")
    own = load_course(own_folder(tmp_path, cases=changed))
    assert own.cases["soap"].name["en"] == "Soap"
    assert own.groups == course().groups
    assert own.ratings == course().ratings


def test_a_folder_may_be_given_as_text(tmp_path):
    folder = own_folder(tmp_path, cases=shipped("cases.toml"))
    assert load_course(str(folder)) == course()


def test_a_byte_order_mark_does_no_harm(tmp_path):
    written = b"\xef\xbb\xbf" + shipped("cases.toml").encode()
    assert load_course(own_folder(tmp_path, cases=written)) == course()


@pytest.mark.parametrize("lang", ["en", "de"])
def test_a_seventh_type_simply_works(tmp_path, lang):
    own = load_course(own_folder(tmp_path, **seventh_type()))
    business = profile()
    comparison = compared(business, own, lang)
    assert len(own.groups) == 7
    assert len(own.ratings) == 70
    assert types(own, business, lang)[-1].id == "coworking"
    name = own.groups["coworking"].name[lang]
    assert name in ranking(comparison, Edition(own, lang))
    assert name in why(comparison, 6, 0, Edition(own, lang), business)
    six = compared(business, course(), lang)
    assert comparison.scores[:6] == pytest.approx(six.scores, abs=0)


def test_an_eleventh_criterion_gets_a_weight(tmp_path):
    for new, extra in (
        ("joy", 'scale = "rated"\nobjective = "MAX"'),
        ("distance", 'scale = "measured"\nobjective = "MIN"'),
    ):
        blocks = shipped("criteria.toml").split("[[criterion]]")
        like = blocks[3] if new == "joy" else blocks[1]
        block = re.sub(r'id = "\w+"', f'id = "{new}"', like, count=1)
        assert extra.partition("\n")[0] in block
        ratings = "".join(
            f'\n[[rating]]\ngroup = "{group}"\ncriterion = "{new}"\nvalue = 3\nlow = 1'
            '\nhigh = 5\nbasis = "estimate"\nreason = { en = "A.", de = "B." }\n'
            for group in course().groups
        )
        own = load_course(
            own_folder(
                tmp_path / new,
                criteria=shipped("criteria.toml") + "\n[[criterion]]" + block,
                ratings=shipped("ratings.toml") + ratings,
            )
        )
        assert suggest(profile(), own).weights[new] > 0
        assert compared(profile(), own).values.shape == (6, 11)


TEN = list(course().criteria)
PLURAL = 'en = "{n} {n:point|points}", de = "{n} {n:Punkt|Punkte}"'
SEVENTH = """
[[group]]
id = "coworking"
colour = "#333333"
name = { en = "a", de = "b" }
short = { en = "a", de = "b" }
summary = { en = "a", de = "b" }
suits = { en = "a", de = "b" }
"""
ALL, END = re.compile(r".*", re.DOTALL), re.compile(r"\Z")

# File, what is replaced in it (where it first stands), by what, what is said.
BAD = {
    "german-missing": (
        "groups",
        ', de = "Kammern" }\nsummary',
        " }\nsummary",
        "groups.toml, group 1 (chambers): short: "
        "no 'de' text beside 'Chambers'; add it",
    ),
    "german-empty": (
        "criteria",
        'de = "Aufwand"',
        'de = " "',
        "criteria.toml, heading 1 (effort): name: "
        "the 'de' text beside 'Effort' is empty; add it",
    ),
    "english-missing": (
        "criteria",
        'en = "Effort", ',
        "",
        "criteria.toml, heading 1 (effort): name: "
        "no 'en' text beside 'Aufwand'; add it",
    ),
    "german-missing-in-anchor": (
        "criteria",
        ', de = "eine Region oder eine Branche im ganzen Land" }',
        " }",
        "criteria.toml, criterion 3 (reach): anchors.3: no 'de' text beside "
        "'a region, or one trade across the country'; add it",
    ),
    "text-is-number": (
        "criteria",
        'en = "Effort"',
        "en = 5",
        "criteria.toml, heading 1 (effort): name.en is 5; it must be text in quotes",
    ),
    "text-is-no-table": (
        "criteria",
        '{ en = "Effort", de = "Aufwand" }',
        '"Effort"',
        "criteria.toml, heading 1 (effort): name is 'Effort'; it must be a table",
    ),
    "unknown-criterion-rated": (
        "ratings",
        'criterion = "money"',
        'criterion = "cash"',
        "ratings.toml, rating (chambers, cash): criterion 'cash' does not exist; "
        "use an id of criteria.toml",
        "ratings.toml: no rating for (chambers, money); add one",
    ),
    "unknown-criterion-of-statement": (
        "groups",
        'criterion = "',
        'criterion = "un',
        "groups.toml, statement general-fact-1: criterion 'unfit' does not exist; "
        "use an id of criteria.toml",
    ),
    "rating-6": (
        "ratings",
        'value = 2\nlow = 1\nhigh = 3\nbasis = "article"',
        'value = 2\nlow = 1\nhigh = 6\nbasis = "article"',
        "ratings.toml, rating (chambers, reach): high is 6; it must be 1 to 5",
    ),
    "rating-0": (
        "ratings",
        'value = 2\nlow = 1\nhigh = 3\nbasis = "article"',
        'value = 2\nlow = 0\nhigh = 3\nbasis = "article"',
        "ratings.toml, rating (chambers, reach): low is 0; it must be 1 to 5",
    ),
    "rating-negative-money": (
        "ratings",
        "low = 125",
        "low = -125",
        "ratings.toml, rating (chambers, money): low is -125; it must be 0 or more",
    ),
    "low-over-value": (
        "ratings",
        "low = 125",
        "low = 200",
        "ratings.toml, rating 1 (chambers, money): low, value, high are 200, 190, 250; "
        "low must not be above value, nor value above high",
    ),
    "value-over-high": (
        "ratings",
        "value = 190",
        "value = 300",
        "ratings.toml, rating 1 (chambers, money): low, value, high are 125, 300, 250; "
        "low must not be above value, nor value above high",
    ),
    "low-over-value-in-variant": (
        "ratings",
        "value = 350\nlow = 229",
        "value = 350\nlow = 390",
        "ratings.toml, rating 1 (chambers, money): variant[2]: low, value, high are "
        "390, 350, 460; low must not be above value, nor value above high",
    ),
    "not-a-number": (
        "ratings",
        "value = 190",
        "value = nan",
        "ratings.toml, rating 1 (chambers, money): low, value, high are 125, nan, 250; "
        "they must be finite numbers",
    ),
    "infinite": (
        "ratings",
        "high = 250",
        "high = inf",
        "ratings.toml, rating 1 (chambers, money): low, value, high are 125, 190, inf; "
        "they must be finite numbers",
    ),
    "too-long-a-number": (
        "ratings",
        "value = 190",
        "value = 1" + "0" * 400,
        f"ratings.toml, rating 1 (chambers, money): value is 1{'0' * 56}...; "
        "use a smaller number",
    ),
    "far-too-long-a-number": (
        "ratings",
        "value = 190",
        "value = 1" + "0" * 5000,
        "ratings.toml: not valid TOML: exceeds the limit",
    ),
    "number-is-text": (
        "ratings",
        "value = 190",
        'value = "190"',
        "ratings.toml, rating 1 (chambers, money): value is '190'; it must be a number",
    ),
    "number-is-true": (
        "ratings",
        "value = 190",
        "value = true",
        "ratings.toml, rating 1 (chambers, money): value is True; it must be a number",
    ),
    "number-is-date": (
        "ratings",
        "value = 190",
        "value = 2024-02-29",
        "ratings.toml, rating 1 (chambers, money): "
        "value is datetime.date(2024, 2, 29); it must be a number",
    ),
    "text-is-list": (
        "ratings",
        'group = "chambers"',
        'group = ["chambers"]',
        "ratings.toml, rating 1 (['chambers'], money): group is ['chambers']; "
        "it must be text in quotes",
    ),
    "list-is-text": (
        "cases",
        'reasons = [\n    "leads-fact-2", "leads-fact-6", "leads-adv-1", '
        '"leads-adv-3", "informal-adv-1b",\n    "informal-adv-2",\n]',
        'reasons = "leads-fact-2"',
        "cases.toml, case 1 (heating): reasons is 'leads-fact-2'; it must be a list",
    ),
    "flag-is-text": (
        "cases",
        "fixed_slot = true",
        'fixed_slot = "yes"',
        "cases.toml, case 1 (heating): profile.fixed_slot is 'yes'; "
        "it must be true or false",
    ),
    "whole-number-is-text": (
        "sources",
        "strength = 2",
        'strength = "two"',
        "strength is 'two'; it must be a whole number",
    ),
    "four-stars": (
        "sources",
        "strength = 2",
        "strength = 4",
        "strength is 4; it must be 0, 1, 2 or 3",
    ),
    "wrong-kind": (
        "groups",
        'kind = "description"',
        'kind = "praise"',
        "groups.toml, statement 1 (general-fact-1): kind is 'praise'; "
        "use one of description, advantage, disadvantage",
    ),
    "wrong-objective": (
        "criteria",
        'objective = "MIN"',
        'objective = "LOW"',
        "criteria.toml, criterion 1 (money): objective is 'LOW'; use one of MAX, MIN",
    ),
    "wrong-country": (
        "cases",
        'country = "DE"',
        'country = "FR"',
        "cases.toml, case 1 (heating): profile.country is 'FR'; "
        "use one of DE, AT, CH, UK, US, other",
    ),
    "wrong-country-in-variant": (
        "ratings",
        'countries = ["US"]',
        'countries = ["FR"]',
        "ratings.toml, rating 1 (chambers, money): variant[2].countries[0] is 'FR'; "
        "use one of DE, AT, CH, UK, US, other",
    ),
    "variant-for-nobody": (
        "ratings",
        'countries = ["US"]',
        "",
        "ratings.toml, rating 1 (chambers, money): variant[2]: "
        "the variant is for nobody; name its countries, markets, customers or chamber, "
        "or few = true",
    ),
    "wrong-basis": (
        "ratings",
        'basis = "estimate"',
        'basis = "rumour"',
        "ratings.toml, rating 1 (chambers, money): basis is 'rumour'; "
        "use one of article, research, estimate",
    ),
    "article-without-statement": (
        "ratings",
        'evidence = ["chambers-dis-1", "chambers-dis-2b", "chambers-fact-1", '
        '"chambers-fact-2"]',
        'evidence = ["R1"]',
        "ratings.toml, rating (chambers, reach): basis is 'article'; "
        "name a statement as evidence",
    ),
    "research-without-source": (
        "ratings",
        '"chambers-fact-2", "S30", "S31", "S32", "S33", "S34"]',
        '"chambers-fact-2"]',
        "ratings.toml, rating (chambers, money): basis is 'research'; "
        "name a source or finding as evidence",
    ),
    "evidence-unknown": (
        "ratings",
        '"chambers-fact-6", "S64"',
        '"chambers-fact-6", "S640"',
        "ratings.toml, rating (chambers, money): evidence 'S640' does not exist; "
        "use an id of a statement, source, finding or note",
    ),
    "evidence-unknown-in-variant": (
        "ratings",
        'evidence = ["R1", "R2", "R3", "S40", "S45"]',
        'evidence = ["R1", "R77"]',
        "ratings.toml, rating (chambers, money): evidence 'R77' does not exist; "
        "use an id of a statement, source, finding or note",
    ),
    "reason-of-case-unknown": (
        "cases",
        '"leads-fact-2", "leads-fact-6"',
        '"leads-fact-2", "leads-fact-66"',
        "cases.toml, case heating: evidence 'leads-fact-66' does not exist; "
        "use an id of a statement, finding or note",
    ),
    "source-of-figure-unknown": (
        "groups",
        'sources = ["',
        'sources = ["S999", "',
        "groups.toml, group chambers, figure 1: source 'S999' does not exist; "
        "use an id of sources.toml",
    ),
    "finding-about-nothing": (
        "sources",
        'about = ["',
        'about = ["chambers-fact-99", "',
        "sources.toml, finding E1: statement 'chambers-fact-99' does not exist; "
        "use an id of groups.toml",
    ),
    "note-affects-nothing": (
        "sources",
        'affects = ["',
        'affects = ["chambers-fact-99", "',
        "statement 'chambers-fact-99' does not exist; use an id of groups.toml",
    ),
    "heading-unknown": (
        "criteria",
        'heading = "effort"',
        'heading = "toil"',
        "criteria.toml, criterion money: heading 'toil' does not exist; "
        "use an id of criteria.toml",
    ),
    "need-unknown": (
        "cases",
        'needs = ["referrals", "commitment"]',
        'needs = ["referrals", "money"]',
        "cases.toml, case heating: need 'money' does not exist; "
        "use an id of a rated criterion",
    ),
    "need-twice": (
        "cases",
        'needs = ["referrals", "commitment"]',
        'needs = ["referrals", "referrals"]',
        "cases.toml, case 1 (heating): profile: needs are ['referrals', 'referrals']; "
        "name each only once",
    ),
    "case-group-unknown": (
        "cases",
        'first = "leads"',
        'first = "guilds"',
        "cases.toml, case heating: group 'guilds' does not exist; "
        "use an id of groups.toml",
    ),
    "budget-negative": (
        "cases",
        "money = 1800",
        "money = -1",
        "cases.toml, case 1 (heating): profile: money is -1.0; it must be 0 or more",
    ),
    "group-twice": (
        "groups",
        END,
        SEVENTH.replace("coworking", "chambers"),
        "groups.toml, group 7 (chambers): the id is taken already; choose another",
    ),
    "statement-twice": (
        "groups",
        END,
        '[[statement]]\nid = "chambers-fact-1"\nkind = "description"\n'
        'leaning = "neutral"\ncriterion = "fit"\ntext = { en = "a", de = "b" }',
        "groups.toml, group chambers, statement chambers-fact-1: "
        "the id is taken already; choose another",
    ),
    "criterion-twice": (
        "criteria",
        END,
        "[[criterion]]" + shipped("criteria.toml").split("[[criterion]]")[1],
        "criteria.toml, criterion 11 (money): the id is taken already; choose another",
    ),
    "rating-twice": (
        "ratings",
        END,
        '[[rating]]\ngroup = "chambers"\ncriterion = "money"\nvalue = 1\nlow = 1\n'
        'high = 1\nbasis = "estimate"\nreason = { en = "a", de = "b" }',
        "ratings.toml, rating 61 (chambers, money): this cell has a rating already; "
        "keep one of them",
    ),
    "case-twice": (
        "cases",
        'id = "soap"',
        'id = "heating"',
        "cases.toml, case 2 (heating): the id is taken already; choose another",
    ),
    "id-empty": (
        "cases",
        'id = "soap"',
        'id = ""',
        "cases.toml, case 2 (): id is ''; use letters, digits and hyphens",
    ),
    "id-missing": (
        "cases",
        'id = "soap"\n',
        "",
        "cases.toml, case 2 (no id): field 'id' is missing; add it",
    ),
    "id-number": (
        "groups",
        'id = "leads"\n',
        "id = 2\n",
        "groups.toml, group 2 (2): id is 2; it must be text in quotes",
    ),
    "field-missing": (
        "criteria",
        'heading = "effort"\n',
        "",
        "criteria.toml, criterion 1 (money): field 'heading' is missing; add it",
    ),
    "field-missing-inside": (
        "cases",
        "hours = 12\n",
        "",
        "cases.toml, case 1 (heating): profile: field 'hours' is missing; add it",
    ),
    "field-unknown": (
        "ratings",
        "value = 190",
        "value = 190\nvalues = 190",
        "ratings.toml, rating 1 (chambers, money): field 'values' is unknown; "
        "correct its name or delete it",
    ),
    "field-unknown-in-text": (
        "criteria",
        'de = "Aufwand"',
        'de = "Aufwand", fr = "Effort"',
        "criteria.toml, heading 1 (effort): name: 'fr' is a third language beside "
        "English and German; it would need every text of every content file",
    ),
    "field-of-the-loader": (
        "groups",
        "[[group]]\n",
        "[[group]]\nstatements = []\n",
        "groups.toml, group 1 (chambers): field 'statements' is unknown; "
        "correct its name or delete it",
    ),
    "table-unknown": (
        "groups",
        "[[group]]\n",
        "[[gruop]]\nid = 1\n[[group]]\n",
        "groups.toml: table 'gruop' is unknown; use [[group]] or [[statement]]",
    ),
    "single-brackets": (
        "cases",
        ALL,
        '[case]\nid = "one"\n',
        "cases.toml: 'case' is {'id': 'one'}; "
        "write [[case]] with two brackets before each entry",
    ),
    "single-brackets-inside": (
        "groups",
        END,
        SEVENTH + '[group.figure]\naspect = "money"\n',
        "groups.toml, group 7 (coworking): 'figure' is {'aspect': 'money'}; "
        "write a table for each",
        *(f"ratings.toml: no rating for (coworking, {name}); add one" for name in TEN),
    ),
    "colour": (
        "groups",
        '"#0072B2"',
        '"blue"',
        "groups.toml, group 1 (chambers): colour is 'blue'; write it like '#0072B2'",
    ),
    "colour-of-heading": (
        "criteria",
        '"#7A5195"',
        '"#7A5195;"',
        "criteria.toml, heading 1 (effort): colour is '#7A5195;'; "
        "write it like '#0072B2'",
    ),
    "anchor-missing": (
        "criteria",
        '\n3 = { en = "a region',
        '\n4 = { en = "a region',
        "criteria.toml, criterion 3 (reach): criterion 'reach' has anchors for "
        "['1', '4', '5']; a rated criterion needs words for exactly 1, 3 and 5",
    ),
    "rated-minimum": (
        "criteria",
        'objective = "MAX"',
        'objective = "MIN"',
        "criteria.toml, criterion 3 (reach): criterion 'reach' is rated, so 5 is best: "
        "set objective = 'MAX' and leave points out",
    ),
    "points-fall": (
        "criteria",
        "[[0, 1], [2000, 0]]",
        "[[2000, 1], [0, 0]]",
        "criteria.toml, criterion 1 (money): criterion 'money' has points at "
        "[2000.0, 0.0]; they must be finite and rise from left to right",
    ),
    "points-beyond-1": (
        "criteria",
        "[[0, 1], [2000, 0]]",
        "[[0, 2], [1000, 1], [2000, 0]]",
        "criteria.toml, criterion 1 (money): criterion 'money' has values "
        "[2.0, 1.0, 0.0]; they must run from 1 down to 0",
    ),
    "points-nan": (
        "criteria",
        "[[0, 1], [2000, 0]]",
        "[[0, 1], [1000, nan], [2000, 0]]",
        "criteria.toml, criterion 1 (money): criterion 'money' has values "
        "[1.0, nan, 0.0]; they must run from 1 down to 0",
    ),
    "points-uneven": (
        "criteria",
        "[[0, 1], [2000, 0]]",
        "[[0, 1, 2], [2000, 0]]",
        "criteria.toml, criterion 1 (money): points[0] is [0, 1, 2]; "
        "it must be a pair in brackets: [amount, value]",
    ),
    "no-points": (
        "criteria",
        "[[0, 1], [2000, 0]]",
        "[]",
        "criteria.toml, criterion 1 (money): criterion 'money' is measured; "
        "give it a unit and at least two points (raw, value)",
    ),
    "figure-falls": (
        "groups",
        "low = ",
        "low = 99",
        "they must be finite, 0 or more, and rise",
    ),
    "figure-nan": (
        "groups",
        "low = ",
        "low = nan # ",
        "they must be finite, 0 or more, and rise",
    ),
    "figure-without-unit": ("groups", 'unit = "', '# unit = "', "no unit; add one"),
    "figure-without-source": (
        "groups",
        re.compile(r"sources = \[.+\]"),
        "sources = []",
        "has no source; name one, or set estimate = true",
    ),
    "bullet-of-a-description": (
        "groups",
        'kind = "description"',
        'kind = "description"\nbullet = "x"',
        "statement 'general-fact-1' is a description with bullet 'x'; "
        "advantages and disadvantages name a bullet, descriptions do not",
    ),
    "bullet-without-rating": (
        "ratings",
        '"associations-dis-2"',
        '"associations-dis-1b"',
        "groups.toml, bullet associations-dis-2: is evidence for no rating; "
        "name one of its statements in ratings.toml, or list it under [[unrated]]",
    ),
    "unrated-all-the-same": (
        "ratings",
        END,
        '[[unrated]]\nbullet = "leads-adv-3"\nreason = { en = "a", de = "b" }',
        "ratings.toml, unrated leads-adv-3: is evidence for a rating; "
        "take it off this list",
    ),
    "unrated-unknown": (
        "ratings",
        END,
        '[[unrated]]\nbullet = "leads-adv-9"\nreason = { en = "a", de = "b" }',
        "ratings.toml, unrated leads-adv-9: bullet 'leads-adv-9' does not exist; "
        "use an id of groups.toml",
    ),
    "rating-missing-for-a-seventh-type": (
        "groups",
        END,
        SEVENTH,
        *(f"ratings.toml: no rating for (coworking, {name}); add one" for name in TEN),
    ),
    "placeholder-in-one-language": (
        "strings",
        PLURAL,
        PLURAL.replace('de = "{n} {n:', 'de = "{m} {m:'),
        "strings.toml, explain.points: the English text fills in ['n'], "
        "the German ['m']; use the same names in both",
    ),
    "one-without-more": (
        "strings",
        PLURAL,
        PLURAL.replace("Punkt|Punkte", "Punkt"),
        "strings.toml, explain.points: 'n' between braces is no plain name; "
        "write {name} for a filling, {{ for a brace",
    ),
    "placeholder-that-nothing-fills": (
        "strings",
        PLURAL,
        PLURAL.replace("n} {n:", "m} {m:"),
        "strings.toml, explain.points: nothing fills in ['m']; use only ['n']",
    ),
    "placeholder-without-name": (
        "strings",
        PLURAL,
        PLURAL.replace("{n} ", "{} "),
        "strings.toml, explain.points: '' between braces is no plain name; "
        "write {name} for a filling, {{ for a brace",
    ),
    "brace-open": (
        "strings",
        'de = "{n} Kunden"',
        'de = "{n Kunden"',
        "strings.toml, costs.customers: expected '}' before end of string; "
        "write {name} for a filling, {{ for a brace",
    ),
    "file-in-another-folder": (
        "strings",
        'file = { en = "netlesson-report"',
        'file = { en = "../../report"',
        "strings.toml, report.file: the English text '../../report' cannot name a "
        'file; use no / \\ : * ? " < > | and no dot in front',
    ),
    "phrase-is-text": (
        "strings",
        'nothing = { en = "no difference on anything that counts", '
        'de = "kein Unterschied in dem, was zählt" }',
        'nothing = "none"',
        "strings.toml, explain.nothing: is 'none'; write { en = ..., de = ... }",
    ),
    "hint-without-german": (
        "exercises",
        ', de = "Gefragt ist eine einzige Zahl." }',
        " }",
        "exercises.toml, hint 8 (one_number): text: "
        "no 'de' text beside 'Give one number.'; add it",
    ),
    "hint-of-a-task-without-german": (
        "exercises",
        re.compile(r'(?<=every entry of `cost` with the budget\.").*(?= })'),
        "",
        "exercises.toml, task 24 (cost_per_customer.over): hints.every_entry: "
        "no 'de' text beside 'Not this share. Compare every entry of `cost` with",
    ),
    "hints-missing": (
        "exercises",
        re.compile(r"\[task\.hints\](\n\w.*)+"),
        "",
        "exercises.toml, task 1 (read_the_table.drawbacks): "
        "field 'hints' is missing; add it",
    ),
    "task-unknown": (
        "exercises",
        'id = "your_weights.lost"',
        'id = "your_weights.last"',
        "exercises.toml: task your_weights.last is used nowhere; "
        "correct its name or delete it",
    ),
    "task-twice": (
        "exercises",
        'id = "your_weights.lost"',
        'id = "your_weights.swing"',
        "exercises.toml, task 13 (your_weights.swing): "
        "the id is taken already; choose another",
    ),
    "hint-unknown": (
        "exercises",
        "\nfalls = {",
        "\nrises = {",
        "exercises.toml, task score_by_hand.money_value: hint falls is missing; add it",
        "exercises.toml, task score_by_hand.money_value: hint rises is used nowhere; "
        "correct its name or delete it",
    ),
    "shared-hint-unknown": (
        "exercises",
        'id = "two_names"',
        'id = "three_names"',
        "exercises.toml: hint three_names is used nowhere; "
        "correct its name or delete it",
    ),
    "placeholder-of-a-hint-in-one-language": (
        "exercises",
        "Ihre Funktion bricht ab: {error}.",
        "Ihre Funktion bricht ab.",
        "exercises.toml, hint function_stopped: the English text fills in ['error'], "
        "the German []; use the same names in both",
    ),
    "placeholder-in-praise": (
        "exercises",
        'done = { en = "Right.',
        'done = { en = "Right {name}.',
        "exercises.toml, task read_the_table.drawbacks, done: the English text "
        "fills in ['name'], the German []; use the same names in both",
    ),
    "placeholders-that-nothing-fills": (
        "exercises",
        '{ en = "Give one number.", de = "Gefragt ist eine einzige Zahl." }',
        '{ en = "Give {n}.", de = "Gefragt ist {n}." }',
        "exercises.toml, hint one_number: nothing fills in ['n']; use only []",
    ),
    "not-toml": (
        "cases",
        ALL,
        '[[case]]\nid = "one',
        "cases.toml: not valid TOML: unterminated string",
    ),
    "nested-too-deeply": (
        "cases",
        ALL,
        "case = " + "[" * 5000 + "]" * 5000,
        "cases.toml: not valid TOML: maximum recursion depth",
    ),
    "not-utf8": (
        "cases",
        ALL,
        "# Köln".encode("latin-1"),
        "cases.toml: byte 3 (0xf6) is not UTF-8; save the file as UTF-8",
    ),
    "utf16": (
        "cases",
        ALL,
        "[[case]]".encode("utf-16"),
        "cases.toml: byte 0 (0xff) is not UTF-8; save the file as UTF-8",
    ),
    "empty-file": (
        "cases",
        ALL,
        "",
        "cases.toml: the file is empty; fill it or delete it",
    ),
    "only-a-comment": (
        "cases",
        ALL,
        "# later\n",
        "cases.toml: the file is empty; fill it or delete it",
    ),
    "step-missing": (
        "steps",
        'id = "contract"',
        'id = "contract"\ngroup = "chambers"',
        "steps.toml: no step for (contract, associations, other); "
        "add one, or one for all types and countries",
    ),
    "two-steps": (
        "steps",
        'countries = ["CH"]\ntext.en = "Customers a year',
        'countries = ["AT"]\ntext.en = "Customers a year',
        "steps.toml: for (normal, informal, AT) there are ['normal-informal-at', "
        "'normal-informal-ch'], none closer than the other; keep one",
    ),
    "topic-of-a-step": (
        "steps",
        'topic = "tax"',
        'topic = "taxes"',
        "(tax): topic is 'taxes'; use one of search, first_visit, normal, contract, ",
    ),
    "currency-without-rate": (
        "currencies",
        "rate = 1.05",
        "rate = 0",
        "currencies.toml: rate or most of CHF is 0 or less; give more",
    ),
    "currency-rates-not-in-euros": (
        "currencies",
        "rate = 1\n",
        "rate = 2\n",
        "currencies.toml: no currency EUR with rate 1; rates are in euros, so add it",
    ),
    "country-with-two-currencies": (
        "currencies",
        'countries = ["CH"]',
        'countries = ["CH", "UK"]',
        "currencies.toml: country UK has 2 currencies (CHF, GBP); name it in ",
    ),
}


def spoilt(name, old, new):
    """Return the shipped file with a fault in it."""
    written = shipped(f"{name}.toml")
    if isinstance(new, bytes):
        return new
    if isinstance(old, str):
        assert old in written
        return written.replace(old, new, 1)
    return old.sub(lambda _: new, written, count=1)


@pytest.mark.parametrize("case", BAD.values(), ids=BAD.keys())
def test_bad_content_is_named_with_its_place_value_and_fix(tmp_path, case):
    name, old, new, *sentences = case
    with pytest.raises(ContentError) as caught:
        load_course(own_folder(tmp_path, **{name: spoilt(name, old, new)}))
    faults = caught.value.faults
    assert len(faults) == len(sentences), faults
    for fault, sentence in zip(faults, sentences, strict=True):
        assert sentence in fault
        assert fault.startswith(("groups.toml", "ratings.toml", f"{name}.toml"))
        assert "\n" not in fault
        assert re.search("; |: set", fault), "it says what to do"
    assert str(caught.value) == "\n".join(faults)


def test_an_amount_is_the_articles_only_if_the_article_has_it():
    assert list(label_faults(course())) == []
    key = "leads", "time"
    wrong = msgspec.structs.replace(course().ratings[key], basis="article")
    spoilt_course = dataclasses.replace(
        course(), ratings={**course().ratings, key: wrong}
    )
    (fault,) = map(str, label_faults(spoilt_course))
    assert fault == (
        "ratings.toml, rating (leads, time): basis is 'article', but no statement "
        "named as evidence has the figure 11; use 'research' or 'estimate'"
    )


def test_the_shipped_files_are_good_when_nothing_is_spoilt(tmp_path):
    """Else every test above could be red for a reason of its own."""
    files = {name.removesuffix(".toml"): shipped(name) for name in FILES}
    assert load_course(own_folder(tmp_path, **files)) == course()


def test_a_folder_that_is_missing_is_named(tmp_path):
    with pytest.raises(ContentError, match="nowhere: there is no such folder; check"):
        load_course(tmp_path / "nowhere")


def test_a_file_in_place_of_a_folder_is_named(tmp_path):
    own_folder(tmp_path, cases=shipped("cases.toml"))
    with pytest.raises(ContentError, match=r"cases.toml: there is no such folder"):
        load_course(tmp_path / "cases.toml")


def test_an_empty_folder_is_named(tmp_path):
    with pytest.raises(ContentError, match="holds no content file; put at least one"):
        load_course(tmp_path)


def test_an_unknown_file_name_is_named(tmp_path):
    own_folder(tmp_path, group="", cases=shipped("cases.toml"))
    with pytest.raises(ContentError) as caught:
        load_course(tmp_path)
    assert caught.value.faults == (
        f"group.toml: not a content file; the names are {', '.join(FILES)}",
    )


def test_a_file_that_may_not_be_read_is_named(tmp_path, monkeypatch):
    own_folder(tmp_path, cases=shipped("cases.toml"))
    read = type(tmp_path).read_bytes

    def refuse(path):
        if path.parent == tmp_path:
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(type(tmp_path), "read_bytes", refuse)
    with pytest.raises(ContentError) as caught:
        load_course(tmp_path)
    assert caught.value.faults == ("cases.toml: cannot be read: Permission denied",)


def test_a_folder_in_place_of_a_file_is_named(tmp_path):
    (tmp_path / "cases.toml").mkdir()
    with pytest.raises(ContentError, match=r"cases.toml: cannot be read"):
        load_course(tmp_path)


def test_three_faults_in_one_file_are_all_named(tmp_path):
    written = shipped("ratings.toml")
    for old, new in (
        ("value = 190", "value = 1900"),
        ('"S38"', '"S3800"'),
        ('basis = "article"', 'basis = "gossip"'),
    ):
        written = written.replace(old, new, 1)
    with pytest.raises(ContentError) as caught:
        load_course(own_folder(tmp_path, ratings=written))
    assert len(caught.value.faults) == 3
    assert re.search("1900.*\n.*gossip.*\n.*S3800", str(caught.value))


def test_faults_in_several_files_are_all_named(tmp_path):
    """One that cannot be read at all does not hide those in the others."""
    faulty = {
        "cases": spoilt("cases", 'country = "DE"', 'country = "FR"'),
        "groups": spoilt("groups", '"#0072B2"', '"blue"'),
        "strings": "not toml",
    }
    with pytest.raises(ContentError) as caught:
        load_course(own_folder(tmp_path, **faulty))
    assert len(caught.value.faults) == 3
    for word in ("FR", "blue", "strings.toml"):
        assert word in str(caught.value)


def test_a_broken_entry_is_not_reported_again_where_it_is_named(tmp_path):
    written = spoilt("groups", '"#0072B2"', '"blue"')
    with pytest.raises(ContentError) as caught:
        load_course(own_folder(tmp_path, groups=written))
    assert len(caught.value.faults) == 1


def test_records_cannot_be_changed():
    with pytest.raises(AttributeError, match="immutable"):
        course().groups["leads"].colour = "#000000"
