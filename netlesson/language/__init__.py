"""Numbers, money, dates, names and templates as a reader of a language expects them.

Belongs here: whatever differs from language to language, and the templates that
several rooms use. Does not: the course's sentences, which stand in content/data.
"""

from .cleaning import (
    encodable as encodable,
    guarded as guarded,
    line as line,
    plain as plain,
    printable as printable,
)
from .edition import Edition as Edition
from .entries import (
    COUNT as COUNT,
    HOURS as HOURS,
    MONEY as MONEY,
    Amount as Amount,
    Day as Day,
    Entry as Entry,
    as_typed as as_typed,
    day_of as day_of,
    means as means,
    take_entries as take_entries,
)
from .hyphens import for_paper as for_paper
from .languages import system_language as system_language
from .markup import render as render
from .wording import (
    NumberError as NumberError,
    as_percent as as_percent,
    bare as bare,
    date_short as date_short,
    date_text as date_text,
    dated as dated,
    isolated as isolated,
    language_name as language_name,
    listing as listing,
    money as money,
    number as number,
    parse_number as parse_number,
    percent as percent,
    quoted as quoted,
    quoted_listing as quoted_listing,
    separator as separator,
    signed as signed,
)
