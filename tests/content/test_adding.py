"""How far adding something reaches; docs/architecture.md gives the numbers."""

import pytest
from builders import own_folder, profile

from netlesson.content import LANGS, load_course
from netlesson.course import Workbook
from netlesson.deciding import suggest
from netlesson.learning import Answers, MemoryJournal
from netlesson.learning.answers import write_profile

CRITERION = """
extend = true
[[criterion]]
id = "parking"
heading = "effort"
objective = "MAX"
scale = "rated"
name = { en = "Parking", de = "Parkplatz" }
question = { en = "How easy is parking?", de = "Wie leicht parkt man dort?" }
does_not_count = { en = "How long the way is.", de = "Wie weit der Weg ist." }
jump = { en = "from a search to a place", de = "vom Suchen zum festen Platz" }
need = { en = "a place to park", de = "ein Parkplatz" }
[criterion.anchors]
1 = { en = "None near by", de = "Keiner in der Nähe" }
3 = { en = "With luck", de = "Mit Glück" }
5 = { en = "Always one", de = "Immer einer" }
"""
RATING = """
[[rating]]
group = "{group}"
criterion = "parking"
value = {value}
low = 1
high = 5
basis = "estimate"
reason = {{ en = "A guess for this test.", de = "Eine Annahme für diesen Test." }}
"""


@pytest.fixture
def eleven(tmp_path):
    """The course with an eleventh criterion: two files, each only what is new."""
    groups = load_course().groups
    ratings = "extend = true\n" + "".join(
        RATING.format(group=group, value=n % 5 + 1) for n, group in enumerate(groups)
    )
    return load_course(own_folder(tmp_path, criteria=CRITERION, ratings=ratings))


@pytest.mark.parametrize("lang", LANGS)
def test_a_new_criterion_takes_two_files(eleven, lang):
    business = profile(needs=("parking", "trust"))
    answers = Answers(eleven, MemoryJournal(), lang)
    answers.set_profile(write_profile(business))
    assert suggest(business, eleven).order[0] == "parking"
    comparison = answers.comparison()
    assert [c.id for c in comparison.criteria][-1] == "parking"
    assert {row.raw[-1] for row in comparison.rows} == {1, 2, 3, 4, 5}
    book, name = Workbook(eleven, answers), eleven.criteria["parking"].name[lang]
    for call in ("matrix", "one_type", "order", "weights", "profile"):
        form = getattr(book, call)()
        assert name in f"{form.fields} {form.outputs}", call
    assert name in book.scales_table().data
    assert name in str(book.chart("leads").outputs)
