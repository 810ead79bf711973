"""What the course says and the rules it obeys: records, content files, what they lack.

Belongs here: what an author writes, and what refuses it when it is wrong.
Does not: what a learner enters, and how anything is shown.
"""

from .currencies import EURO as EURO, converted as converted, local as local
from .errors import (
    UserError as UserError,
    expanded as expanded,
    must_be_folder as must_be_folder,
    must_be_new as must_be_new,
    resolved as resolved,
)
from .files import (
    course_files as course_files,
    is_hidden as is_hidden,
    write_whole as write_whole,
)
from .items import Item as Item, Misconception as Misconception, Pool as Pool
from .model import (
    COMPULSORY as COMPULSORY,
    HIGHEST as HIGHEST,
    LOWEST as LOWEST,
    Alternative as Alternative,
    Basis as Basis,
    Case as Case,
    Country as Country,
    Course as Course,
    Criterion as Criterion,
    Currency as Currency,
    GroupType as GroupType,
    Heading as Heading,
    Knockout as Knockout,
    KnockoutKind as KnockoutKind,
    Level as Level,
    Note as Note,
    Profile as Profile,
    Rating as Rating,
    Saying as Saying,
    Source as Source,
    Step as Step,
    Variant as Variant,
)
from .reading import (
    FILES as FILES,
    ContentError as ContentError,
    course_in_use as course_in_use,
    load_course as load_course,
)
from .records import (
    LANGS as LANGS,
    Lang as Lang,
    Record as Record,
    Text as Text,
    check_lang as check_lang,
    is_amount as is_amount,
    is_number as is_number,
)
from .rules import (
    PER_BULLET as PER_BULLET,
    bullets_of as bullets_of,
    label_faults as label_faults,
    topics_of as topics_of,
)
from .sentences import DATA as DATA, filled as filled, phrases as phrases
