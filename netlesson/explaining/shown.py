"""HTML in a notebook, and what a program says instead that shows only text."""

from ..content import Course, Lang


class Shown:
    """HTML that is told in one sentence where it cannot be shown."""

    def __init__(self, html: str, course: Course, lang: Lang) -> None:
        self.data = html
        self._sentence = course.strings["lesson.elsewhere"][lang]

    def _repr_html_(self) -> str:
        return self.data

    def __repr__(self) -> str:
        return self._sentence
