"""Numbers, money, dates and lists as a reader of a language writes them."""

import os
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial

from babel.lists import format_list
from babel.numbers import format_decimal, get_currency_symbol

from ..content import Currency, Lang
from .languages import Language, language

try:
    from babel.dates import format_date, get_month_names
except (OSError, ValueError):
    # TZ names a file that describes no time zone, and Babel looks at it at once. No
    # sentence of the course depends on it.
    os.environ.pop("TZ", None)
    from babel.dates import format_date, get_month_names

LONGEST = 30
MINUS = "\N{MINUS SIGN}"
_CURRENCY = (
    r"(?:EUR(?:OS?)?|CHF|USD|GBP|S?Fr\.|Franken|francs|pounds?|Pfund|dollars?|[€$£])"
)
_ORDINAL = r"(?:\.|st|nd|rd|th)?"
_RANGE = re.compile(r"[\d.,]+ *(?:-|\u2013|to|bis) *[\d.,]*\d.*", re.IGNORECASE)
_AROUND = re.compile(rf"^\s*{_CURRENCY}?\s*|\s*{_CURRENCY}?\s*$", re.IGNORECASE)
_GROUPED = re.compile(r"-?(\d+|\d{1,3}([.,])\d{3}(\2\d{3})*)")
_TURNS = {"R", "AL", "AN", "LRE", "LRO", "LRI", "RLE", "RLO", "RLI", "FSI"}


def number(amount: float, lang: Lang, decimals: int = 0) -> str:
    """Write a number with at most so many decimals."""
    return _written(amount, lang, "#" * decimals)


def _written(amount: float, lang: Lang, decimals: str) -> str:
    """Write a number; a `0` for each decimal that is always there, else a `#`."""
    rounded = float(round(amount, len(decimals)))
    pattern = f"#,##0.{decimals}".rstrip(".")
    text = format_decimal(abs(rounded), pattern, language(lang).locale)
    return f"{MINUS if rounded < 0 else ''}{text}"


def signed(amount: float, lang: Lang, decimals: int = 0) -> str:
    """Write a number with its sign, a plus included."""
    text = number(amount, lang, decimals)
    return text if text.startswith(MINUS) or text == "0" else f"+{text}"


def money(amount: float, lang: Lang, currency: str = "EUR", decimals: int = 0) -> str:
    """Write an amount of money in whole units of its currency, or with decimals."""
    mine = language(lang)
    return mine.money.format(
        amount=_written(amount, lang, "0" * decimals),
        code=currency,
        symbol=get_currency_symbol(currency, mine.locale),
    )


def percent(share: float, lang: Lang) -> str:
    """Write a share of 0..1 in whole percent."""
    return as_percent(number(100 * round(share, 2), lang), lang)


def as_percent(written: str, lang: Lang) -> str:
    """Put the percent sign to a number that is written already."""
    return language(lang).percent.format(number=written)


def bare(amount: float, lang: Lang) -> str:
    """Write a number as a spreadsheet reads it: all decimals, no thousands marks."""
    return f"{amount:.10g}".replace(".", language(lang).decimal)


def separator(lang: Lang) -> str:
    """Return what stands between the cells of a CSV file."""
    return language(lang).separator


def listing(words: Sequence[str], lang: Lang) -> str:
    """Join words as in a sentence, with the right word before the last."""
    return str(format_list(list(words), locale=language(lang).locale))


def quoted_listing(names: Sequence[str], lang: Lang) -> str:
    """Join names in quotation marks: some have an "and" in them."""
    return listing([quoted(name, lang) for name in names], lang)


def quoted(words: str, lang: Lang) -> str:
    """Put words between quotation marks."""
    return words.join(language(lang).quotes)


def language_name(which: str, lang: Lang) -> str:
    """Return what a language is called in another one, or in itself."""
    return str(language(lang).locale.languages[language(which).locale.language])


def isolated(name: str) -> str:
    """Keep a name that runs right to left from turning the sentence around it.

    Returns:
        The name as it is, or between two marks that nobody sees.
    """
    turns = any(unicodedata.bidirectional(mark) in _TURNS for mark in name)
    return f"\u2068{name}\u2069" if turns else name


def without_sign(typed: str, currencies: Iterable[Currency]) -> tuple[str, str]:
    """Split what is typed into the amount and a currency's symbol beside it, if any."""
    known = sorted((s for each in currencies for s in each.symbols), key=len)
    # A word ends where its letters do: "Fr 600", but not "Franz".
    signs = "|".join(rf"{re.escape(each)}(?![^\W\d_])" for each in reversed(known))
    beside = rf"\s*({signs})?(.*?)({signs})?\s*"
    found = re.fullmatch(beside, typed, re.IGNORECASE | re.DOTALL)
    before, bare, after = found.groups("") if found else ("", typed, "")
    return bare.strip(), (before or after).casefold()


class NumberError(ValueError):
    """A typed number cannot be understood; `key` names the phrase that says why."""

    def __init__(self, key: str, typed: str) -> None:
        super().__init__(f"{typed!r} is not understood as a number ({key})")
        self.key = key
        self.typed = typed


def parse_number(typed: str, lang: Lang) -> float:
    """Understand a typed amount, with decimal comma or point.

    `3,5` and `3.5` are the same in either language; so are `12.000,50` and
    `12,000.50`. A single mark before exactly three digits is read as the
    language writes thousands, and refused where it could mean both.

    Args:
        typed: What was typed. A currency before or after it is ignored, and so are
            spaces and apostrophes between thousands, and a dash for no cents.
        lang: The language of the page.

    Raises:
        NumberError: If it is empty, no number, or could mean two numbers.
    """
    mine = language(lang)
    text = "".join(str(unicodedata.decimal(mark, mark)) for mark in typed)
    text = _AROUND.sub("", text).replace(MINUS, "-")
    spaces = rf"\s'\u2019{re.escape(mine.thousands.strip('.,'))}"
    text = re.sub(rf"(?<=\d)[{spaces}](?=\d{{3}}(?!\d))", "", text)
    text = re.sub(r"^-\s+", "-", text)
    if mine.decimal not in ".,":
        text = text.replace(mine.decimal, ".")
    text = re.sub(r"(?<=\d)[.,][-\u2013\u2014]+$", "", text)
    if not text:
        raise NumberError("wording.empty_number", typed)
    if _RANGE.fullmatch(text):
        raise NumberError("wording.range", typed)
    if not re.fullmatch(r"-?[.,]?\d[\d.,]*", text) or len(text) > LONGEST:
        raise NumberError("wording.no_number", typed)
    marks = re.sub(r"[^.,]", "", text)
    decimal = marks[-1:] if len(set(marks)) == 2 or len(marks) == 1 else ""
    whole, _, fraction = text.rpartition(decimal) if decimal else (text, "", "")
    if len(fraction) == 3 and re.fullmatch(r"-?[1-9]\d{0,2}", whole):
        if decimal == mine.thousands:
            whole, fraction = whole + fraction, ""
        else:
            raise NumberError("wording.two_numbers", typed)
    elif set(marks[:-1]) & {decimal} or not _GROUPED.fullmatch(whole or "0"):
        raise NumberError("wording.no_number", typed)
    return float(f"{re.sub('[.,]', '', whole)}.{fraction or '0'}")


def date_text(day: date, lang: Lang) -> str:
    """Write a date with its month as a word."""
    return str(format_date(day, "long", locale=language(lang).locale))


def dated(text: str, lang: Lang) -> str:
    """Write 2026-11-23 or 2026-11 with its month as a word, any other text as it is."""
    whole = len(text) > len("2026-11")
    try:
        day = date.fromisoformat(text if whole else f"{text}-01")
    except ValueError:
        return text
    form = "long" if whole else "LLLL y"
    return str(format_date(day, form, locale=language(lang).locale))


def date_short(day: date, lang: Lang) -> str:
    """Write a date as it is typed, in figures."""
    mine = language(lang)
    return str(format_date(day, mine.date, locale=mine.locale))


class DateError(ValueError):
    """A typed date cannot be understood; `key` names the phrase that says why."""

    def __init__(self, key: str, typed: str) -> None:
        super().__init__(f"{typed!r} is not understood as a date ({key})")
        self.key = key
        self.typed = typed


def parse_date(typed: str, lang: Lang, today: date | None = None) -> date:
    """Understand a typed date: 2026-11-23, or as the language types day, month, year.

    The month may be a word of the language, or how it begins. Day and month are never
    swapped to make sense of a date: what has month 23 is refused.

    Args:
        typed: What was typed; without a year it is the next such day.
        lang: The language of the page.
        today: When the next day is looked for; now, if left out.

    Raises:
        DateError: If it is no date, or none that exists.
    """
    text = "".join(str(unicodedata.decimal(mark, mark)) for mark in typed)
    mine, text = language(lang), " ".join(text.casefold().split())
    text = re.sub(r"([^\W\d_]{3,})\.?", partial(_month, mine=mine), text)
    parts = {"d": r"(?P<d>\d{1,2})", "M": r"(?P<M>\d{1,2})", "y": r"(?P<y>\d{4}|\d{2})"}
    first, second, third = (parts[n] for n in sorted(parts, key=mine.date.index))
    forms = (
        r"(?P<y>\d{4})-(?P<M>\d{1,2})-(?P<d>\d{1,2})",
        rf"{first}(?P<mark>[./-]) ?{second}(?:(?P=mark) ?(?:{third})?)?",
        rf"{parts['d']}{_ORDINAL} ?/{parts['M']}/,? ?(?:{parts['y']})?",
        rf"/{parts['M']}/ ?{parts['d']}{_ORDINAL},? ?(?:{parts['y']})?",
    )
    found = next(filter(None, (re.fullmatch(form, text) for form in forms)), None)
    if found is None:
        raise DateError("wording.no_date", typed)
    today, year = today or date.today(), found["y"]
    try:
        if year:
            year = year if len(year) == 4 else f"20{year}"
            return date(int(year), int(found["M"]), int(found["d"]))
        day = date(today.year, int(found["M"]), int(found["d"]))
        return day if day >= today else day.replace(year=day.year + 1)
    except ValueError:
        raise DateError("wording.no_such_date", typed) from None


def _month(found: re.Match[str], mine: Language) -> str:
    """Return the number of a month between strokes, any other word as it is."""
    names = get_month_names("wide", locale=mine.locale).items()
    known = {str(name).casefold(): month for month, name in names} | mine.months
    hits = (month for name, month in known.items() if name.startswith(found[1]))
    month = next(hits, None)
    return f"/{month}/" if month else found[0]
