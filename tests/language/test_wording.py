"""Numbers are read and written as people in either language write them."""

import math
from datetime import date

import pytest
from builders import course
from hypothesis import given, strategies as st

from netlesson.language import (
    NumberError,
    date_short,
    date_text,
    dated,
    isolated,
    listing,
    money,
    number,
    parse_number,
    percent,
    signed,
)
from netlesson.language.wording import DateError, parse_date

LANGS = ("en", "de")
NBSP, NARROW, MINUS = (
    "\N{NO-BREAK SPACE}",
    "\N{NARROW NO-BREAK SPACE}",
    "\N{MINUS SIGN}",
)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("0", 0),
        ("1200", 1200),
        ("3,5", 3.5),
        ("3.5", 3.5),
        ("12.000,50", 12000.5),
        ("12,000.50", 12000.5),
        ("1.200.000", 1_200_000),
        ("1,200,000", 1_200_000),
        ("1.200.000,5", 1_200_000.5),
        ("0,125", 0.125),
        ("0.125", 0.125),
        ("1234.567", 1234.567),
        ("1234,567", 1234.567),
        ("1200,0000", 1200),
        ("7.", 7),
        (".5", 0.5),
        (",5", 0.5),
        (" 42 ", 42),
        ("1 200", 1200),
        (f"1{NBSP}200", 1200),
        (f"12{NARROW}000,50", 12000.5),
        ("1'200", 1200),
        ("1\u2019200.50", 1200.5),
        ("12 000 000", 12_000_000),
        ("€ 350", 350),
        ("350 €", 350),
        (f"350{NBSP}€", 350),
        ("EUR 350", 350),
        ("350 eur", 350),
        ("Fr. 350", 350),
        ("1'200 Fr.", 1200),
        ("1 200 €", 1200),
        ("600,50 Euro", 600.5),
        ("20 euros", 20),
        ("€20", 20),
        ("20,- €", 20),
        ("350 Franken", 350),
        ("99.50 pounds", 99.5),
        ("£99.50", 99.5),
        ("350,-", 350),
        ("350,\u2013 €", 350),
        ("-5", -5),
        (f"{MINUS}5", -5),
        (f"{MINUS} 5", -5),
        ("\uff11\uff12", 12),
        ("\u0661\u0662", 12),
        ("9" * 20, 1e20),
    ],
)
def test_a_typed_amount_is_understood_in_either_language(typed, meant, lang):
    assert parse_number(typed, lang) == meant


@pytest.mark.parametrize(
    ("typed", "lang", "meant"),
    [
        ("1.200", "de", 1200),
        ("1,200", "en", 1200),
        ("-1.200", "de", -1200),
        ("€1,200", "en", 1200),
        ("12.345", "de", 12345),
        ("\uff11.\uff12\uff10\uff10", "de", 1200),
    ],
)
def test_a_mark_before_three_digits_is_read_as_the_language_writes_it(
    typed, lang, meant
):
    assert parse_number(typed, lang) == meant


@pytest.mark.parametrize(
    ("typed", "lang"),
    [("1.200", "en"), ("1,200", "de"), ("-1.200", "en"), ("12,345", "de")],
)
def test_what_could_be_two_numbers_is_asked_back(typed, lang):
    with pytest.raises(NumberError, match=r"wording\.two_numbers") as caught:
        parse_number(typed, lang)
    assert caught.value.key == "wording.two_numbers"
    assert caught.value.typed == typed


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("typed", ["", "  ", NBSP, "€", "EUR "])
def test_nothing_typed_is_no_number(typed, lang):
    with pytest.raises(NumberError) as caught:
        parse_number(typed, lang)
    assert caught.value.key == "wording.empty_number"


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    "typed",
    [
        "about 5",
        "1e5",
        "inf",
        "-inf",
        "nan",
        "Infinity",
        "++3",
        "--3",
        "3-",
        "0x10",
        "1_000",
        "3 4",
        "12 EUR 50",
        "1.2.3",
        "1,2,3",
        "12,00,000",
        "1,2.3,4",
        "1.200,50.0",
        "1..2",
        ".",
        "..5",
        ",5,5",
        "\u00bd",
        "5\u00b2",
        "9" * 400,
        "1" + ",000" * 100,
        "\x00",
        "<b>3</b>",
        "drei",
        "ca. 500",
        "about 500",
        "bis 500",
        "20 Rappen",
    ],
)
def test_what_is_no_number_is_refused_and_never_guessed(typed, lang):
    with pytest.raises(NumberError) as caught:
        parse_number(typed, lang)
    assert caught.value.key == "wording.no_number"


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    "typed", ["10-20", "2-3 h", "2 \u2013 3", "2 to 3", "2 bis 3 Stunden", "1.5-2,5 €"]
)
def test_a_range_is_no_number_and_one_is_asked_for(typed, lang):
    with pytest.raises(NumberError) as caught:
        parse_number(typed, lang)
    assert caught.value.key == "wording.range"


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("key", ["empty_number", "no_number", "range", "two_numbers"])
def test_every_refusal_has_a_phrase(key, lang):
    assert course().say(f"wording.{key}", lang, typed="x")


@given(st.text(max_size=12), st.sampled_from(LANGS))
def test_any_text_is_a_finite_number_or_refused(typed, lang):
    try:
        assert math.isfinite(parse_number(typed, lang))
    except NumberError as error:
        course().say(error.key, lang, typed=typed)


@given(st.integers(-(10**9), 10**9), st.integers(0, 99), st.sampled_from(LANGS))
def test_what_is_written_is_read_back(whole, cents, lang):
    amount = whole + cents / 100
    assert parse_number(number(amount, lang, 2), lang) == pytest.approx(amount)
    assert parse_number(money(whole, lang), lang) == whole


@pytest.mark.parametrize(
    ("amount", "decimals", "english", "german"),
    [
        (0, 0, "0", "0"),
        (1234567, 0, "1,234,567", "1.234.567"),
        (3.5, 1, "3.5", "3,5"),
        (3.0, 1, "3", "3"),
        (3.25, 2, "3.25", "3,25"),
        (-4.2, 1, f"{MINUS}4.2", f"{MINUS}4,2"),
        (-0.4, 0, "0", "0"),
        (0.96, 1, "1", "1"),
    ],
)
def test_numbers(amount, decimals, english, german):
    assert number(amount, "en", decimals) == english
    assert number(amount, "de", decimals) == german


@pytest.mark.parametrize(
    ("amount", "written"),
    [(3, "+3"), (0, "0"), (-3, f"{MINUS}3"), (0.04, "0"), (-0.04, "0")],
)
@pytest.mark.parametrize("lang", LANGS)
def test_signed_numbers(amount, written, lang):
    assert signed(amount, lang) == written


def test_money():
    assert money(1200, "en") == f"EUR{NBSP}1,200"
    assert money(1200, "de") == f"1.200{NBSP}€"
    assert money(300, "en", "GBP") == f"GBP{NBSP}300"
    assert money(0, "de") == f"0{NBSP}€"


def test_percent():
    assert percent(0.415, "en") in ("41%", "42%")
    assert percent(1, "en") == "100%"
    assert percent(0.4, "de") == f"40{NBSP}%"


def test_lists():
    assert listing([], "en") == ""
    assert listing(["a"], "de") == "a"
    assert listing(["a", "b", "c"], "en") == "a, b and c"
    assert listing(["a", "b", "c"], "de") == "a, b und c"


@pytest.mark.parametrize("name", ["Lion", "Bäckerei 🥐", "", "<b> $1 {x}"])
def test_a_name_that_runs_left_to_right_is_left_alone(name):
    assert isolated(name) == name


@pytest.mark.parametrize("name", ["שלום", "Café \u202e txet", "سوق 12"])
def test_a_name_that_turns_the_text_is_closed_off(name):
    assert isolated(name) == f"\u2068{name}\u2069"


@pytest.mark.parametrize(
    ("typed", "lang"),
    [
        ("2026-11-23", "en"),
        ("2026-11-23", "de"),
        ("23/11/2026", "en"),
        ("23.11.2026", "en"),
        (" 23-11-26 ", "en"),
        ("23 November 2026", "en"),
        ("23 Nov 2026", "en"),
        ("23rd November 2026", "en"),
        ("November 23, 2026", "en"),
        ("23.11.2026", "de"),
        ("23. 11. 2026", "de"),
        ("23.11.26", "de"),
        ("23. November 2026", "de"),
        ("23. Nov. 2026", "de"),
        ("٢٣/١١/٢٠٢٦", "en"),
    ],
)
def test_a_date_is_understood_as_people_write_it(typed, lang):
    assert parse_date(typed, lang) == date(2026, 11, 23)


MONTHS = {
    "de": [
        *("Januar Jänner Jan Jän", "Februar Feber Feb", "März Mär Mrz Maerz"),
        *("April Apr", "Mai", "Juni Jun", "Juli Jul", "August Aug"),
        *("September Sept Sep", "Oktober Okt", "November Nov", "Dezember Dez"),
    ],
    "en": [
        *("January Jan", "February Feb", "March Mar", "April Apr", "May"),
        *("June Jun", "July Jul", "August Aug", "September Sept Sep"),
        *("October Oct", "November Nov", "December Dec"),
    ],
}


@pytest.mark.parametrize("lang", LANGS)
def test_every_name_of_a_month_is_understood_with_a_dot_and_without(lang):
    for nth, names in enumerate(MONTHS[lang], start=1):
        for name in names.split():
            for month in (name, f"{name}.", name.upper()):
                for written in (f"1. {month} 2026", f"1 {month} 2026", f"1.{month}26"):
                    assert parse_date(written, lang) == date(2026, nth, 1), written


@pytest.mark.parametrize(
    ("typed", "lang"),
    [
        *(("1.9.", "de"), ("1.9", "de"), ("01.09.", "de"), ("1. Sep", "de")),
        *(("1. Sept.", "de"), ("1. September", "de"), ("1/9", "en"), ("1 Sep", "en")),
        *(("1st September", "en"), ("Sept 1st", "en"), ("September 1,", "en")),
    ],
)
def test_a_day_without_a_year_is_the_next_one(typed, lang):
    for today, year in (
        (date(2026, 8, 31), 2026),
        (date(2026, 9, 1), 2026),
        (date(2026, 9, 2), 2027),
    ):
        assert parse_date(typed, lang, today) == date(year, 9, 1)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("", "wording.no_date"),
        ("tomorrow", "wording.no_date"),
        ("Sept.", "wording.no_date"),
        ("1. Se 2026", "wording.no_date"),
        ("1. Septembert 2026", "wording.no_date"),
        ("31.2.", "wording.no_such_date"),
        ("1.13.", "wording.no_such_date"),
        ("20261123", "wording.no_date"),
        ("1/2/3/4", "wording.no_date"),
        ("23.11/2026", "wording.no_date"),
        ("11/23/2026", "wording.no_such_date"),
        ("31.02.2027", "wording.no_such_date"),
        ("0000-01-01", "wording.no_such_date"),
    ],
)
def test_a_date_that_is_none_is_refused_and_never_swapped(typed, key, lang):
    with pytest.raises(DateError, match="not understood as a date") as caught:
        parse_date(typed, lang)
    assert (caught.value.key, caught.value.typed) == (key, typed)


@pytest.mark.parametrize("lang", LANGS)
def test_a_date_as_written_is_understood_again(lang):
    for month in range(1, 13):
        day = date(2027, month, 28)
        assert parse_date(date_text(day, lang), lang) == day
        assert parse_date(date_short(day, lang), lang) == day


@pytest.mark.parametrize(
    ("written", "en", "de"),
    [
        ("2016-08-17", "17 August 2016", "17. August 2016"),
        ("2023-10", "October 2023", "Oktober 2023"),
        ("2022", "2022", "2022"),
        ("2019/20", "2019/20", "2019/20"),
        ("2023-13", "2023-13", "2023-13"),
        ("n.d.", "n.d.", "n.d."),
    ],
)
def test_the_date_of_a_source_has_its_month_as_a_word(written, en, de):
    assert [dated(written, lang) for lang in LANGS] == [en, de]
