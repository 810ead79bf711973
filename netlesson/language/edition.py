"""The course in one language: what whoever writes sentences and HTML needs of it."""

from markupsafe import Markup

from ..content import Course, Criterion, Lang, Saying, check_lang
from .markup import render
from .wording import money, number


class Edition:
    """The course as a reader of one language meets it.

    Attributes:
        course: The content.
        lang: The reader's language.
    """

    def __init__(self, course: Course, lang: Lang) -> None:
        """Put a course and a language together.

        Raises:
            ValueError: If the course does not have the language.
        """
        check_lang(lang)
        self.course, self.lang = course, lang

    def say(self, key: str, /, **values: object) -> str:
        """Return a phrase of `strings.toml`, its placeholders filled in."""
        return self.course.say(key, self.lang, **values)

    def tell(self, saying: Saying) -> str:
        """Return what somebody has to hear, for example a `Problem`."""
        return self.course.tell(saying, self.lang)

    def fill(self, template: str, /, **values: object) -> Markup:
        """Return a template of a room as HTML; see `render`."""
        return render(template, self.course, self.lang, **values)

    def topic(self, topic: str) -> str:
        """Return what a topic is called: a type's name, or the phrase for the rest."""
        if topic in self.course.groups:
            return self.course.groups[topic].name[self.lang]
        return self.say(f"quiz.topic_{topic}")

    @property
    def sign(self) -> str:
        """How the currency of the course is written beside an amount."""
        return self.course.currencies[self.course.currency].sign[self.lang]

    def money(self, amount: float, decimals: int = 0) -> str:
        """Write an amount in the currency of the course."""
        return money(amount, self.lang, self.course.currency, decimals)

    def amount(self, amount: float, criterion: Criterion) -> str:
        """Write a rating, money with its currency."""
        if criterion.id == "money":
            return self.money(amount)
        return number(amount, self.lang, 1)

    def with_unit(self, criterion: Criterion) -> str:
        """Name a criterion and, if it has one, its unit."""
        name = criterion.name[self.lang]
        return f"{name} ({criterion.unit[self.lang]})" if criterion.unit else name
