"""Writes items as a QTI 2.1 content package: a manifest and one XML file an item.

An item is right only when the response is exactly the key, as `quiz.mark` has it.
What is said back is modal feedback, chosen by the outcome FEEDBACK: for each option
that was picked, for each right one that was missed, for each row.
"""

import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import assert_never

from ..content import Course, Item, Lang
from ..language import Edition, line, plain, render
from .texts import FORMATS, cannot, digits, hints_of, name_of

_TOOLS = {each.__name__: each for each in (digits, line, name_of, plain)}
"""What templates call."""


def package(items: Sequence[Item], course: Course, lang: Lang) -> bytes:
    """Write items as a content package.

    Returns:
        The bytes of a ZIP file. What the format cannot hold, and the hints, are in a
        text file inside.
    """
    paths = {f"items/{name_of(item, lang)}.xml": item for item in items}
    edition = Edition(course, lang)
    note, tools = edition.say("lms.readme_name"), {"topic": edition.topic, **_TOOLS}
    manifest = edition.fill("lms/qti_manifest", paths=paths, note=note, **tools)
    files = {
        "imsmanifest.xml": manifest.encode(),
        note: "\n".join(_readme(items, course, lang)).encode(),
        **{path: assessment(item, course, lang) for path, item in paths.items()},
    }
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in files.items():
            # Without a time: the same questions make the same bytes.
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def assessment(item: Item, course: Course, lang: Lang) -> bytes:
    """Return an item as an `assessmentItem`, in XML without space between elements."""
    match item.how.response:
        case "amount":
            template = "lms/qti_number"
        case "places":
            template = "lms/qti_rows"
        case "order":
            template = "lms/qti_order"
        case "option" | "options":
            template = "lms/qti_options"
        case never:
            assert_never(never)
    names = {each.id: f"option_{n}" for n, each in enumerate(item.options, start=1)}
    xml = render(template, course, lang, item=item, names=names, **_TOOLS)
    # A line break inside a text is a <br/> by now; the others are the template's.
    return "".join(each.lstrip(" ") for each in xml.split("\n")).encode()


def _readme(items: Sequence[Item], course: Course, lang: Lang) -> Iterator[str]:
    yield course.say("lms.about", lang, n=len(items), format=FORMATS["qti21"])
    yield ""
    yield from cannot(items, "qti21", course, lang)
    for item in items:
        if hints := list(hints_of(item, course, lang)):
            yield from ("", f"{item.id}: {line(item.stem[lang])}", *hints)
    yield ""
