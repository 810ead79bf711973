"""What differs from language to language: one record for each.

What Babel knows of a locale is asked of it; a record adds the habits that it does
not know. Nothing else in the course asks which language it is.
"""

import re
from dataclasses import dataclass, field

from babel import Locale, default_locale
from babel.numbers import get_decimal_symbol, get_group_symbol

from ..content import LANGS, Lang, check_lang


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """How numbers, money, dates and quotations are written in a language.

    Attributes:
        locale: Where decimal sign, thousands, percent, months, lists and the names
            of languages come from.
        money: An `{amount}` with its currency, as `{code}` or as `{symbol}`.
        date: A date as it is typed, in the letters `dd`, `MM` and `yyyy`.
        quotes: What stands before and after a quotation.
        separator: What stands between two cells of a CSV file.
        months: Further names of months, each with its number.
    """

    locale: Locale
    money: str
    date: str
    quotes: tuple[str, str]
    separator: str
    months: dict[str, int] = field(default_factory=dict)

    @property
    def decimal(self) -> str:
        """What stands before the decimals."""
        return str(get_decimal_symbol(self.locale))

    @property
    def thousands(self) -> str:
        """What stands between thousands."""
        return str(get_group_symbol(self.locale))

    @property
    def percent(self) -> str:
        """A `{number}` with the percent sign and the space that belongs to it."""
        pattern = str(self.locale.percent_formats[None].pattern)
        return re.sub("[#,0]+", "{number}", pattern)


LANGUAGES: dict[str, Language] = {
    "en": Language(
        locale=Locale("en", "GB"),
        money="{code}\u00a0{amount}",
        date="dd/MM/yyyy",
        quotes=("“", "”"),
        separator=",",
    ),
    "de": Language(
        locale=Locale("de", "DE"),
        money="{amount}\u00a0{symbol}",
        date="dd.MM.yyyy",
        months={"jänner": 1, "feber": 2, "maerz": 3, "mrz": 3},
        quotes=("„", "“"),
        separator=";",
    ),
}


def language(lang: str) -> Language:
    """Return the record of a language.

    Raises:
        ValueError: If the course does not have it, or nobody has written its record.
    """
    found = LANGUAGES.get(lang)
    if found is None:
        check_lang(lang)
        raise ValueError(f"language {lang!r} has no record in LANGUAGES; add one")
    return found


def system_language() -> Lang:
    """Return the language that the system is set to, or English."""
    spoken = (default_locale("LC_MESSAGES") or "").partition("_")[0]
    return next((lang for lang in LANGS if lang == spoken), "en")
