"""Long words may be broken on paper, at a syllable and nowhere else."""

import pytest

from netlesson.language import for_paper

SOFT = "\N{SOFT HYPHEN}"
SYLLABLES = {
    "en": "recom|mendation intro|duc|tion",
    "de": "Han|dels|kam|mer Wirt|schafts|netz|werk Mit|gliedschaft Beschäf|tigte "
    "Geschäfts|part|ner|schaf|ten",
}
WHOLE = [
    "<h2>Industrie- und Handelskammern</h2>",
    "<style>.Handelskammern { color: Handelskammern }</style>",
    '<p class="Handelskammern">kurz</p>',
    '<td class="nl-typed" dir="auto">Handelskammern<br>Handelskammern</td>',
    '<a class="x nl-address">Handelskammern</a>',
    "<p>handelskammern.de/handelskammern?handelskammern handelskammern@x.de</p>",
    "<p>HANDELS_HANDELSKAMMERN &DoubleLongLeftRightArrow;</p>",
]


def broken(html, lang):
    return for_paper(html, lang).replace(SOFT, "|")


@pytest.mark.parametrize("lang", SYLLABLES)
def test_a_long_word_is_broken_at_its_syllables(lang):
    words = SYLLABLES[lang]
    assert broken(f"<p>{words.replace('|', '')}.</p>", lang) == f"<p>{words}.</p>"


@pytest.mark.parametrize("html", WHOLE)
def test_names_addresses_headings_and_what_was_typed_stay_whole(html):
    assert for_paper(html, "de") == html


def test_a_word_beside_them_is_broken():
    html = "<h1>Handelskammern</h1><p><b>Handelskammern</b></p>"
    wanted = "<h1>Handelskammern</h1><p><b>Han|dels|kam|mern</b></p>"
    assert broken(html, "de") == wanted


def test_a_language_without_patterns_stays_as_it_is():
    assert for_paper("<p>Handelskammern</p>", "xx") == "<p>Handelskammern</p>"
