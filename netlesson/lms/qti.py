"""Writes items as a QTI 2.1 content package: a manifest and one XML file an item."""

import io
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from ..content import Course, Item, Lang
from ..language import line
from ..learning import topic_name
from .assessment import add, assessment
from .named import NAMES, named
from .texts import hints_of, name_of

CONTENT = "http://www.imsglobal.org/xsd/imscp_v1p1"
METADATA = "http://www.imsglobal.org/xsd/imsmd_v1p2"
QTI_METADATA = "http://www.imsglobal.org/xsd/imsqti_metadata_v2p1"
# The same questions make the same bytes.
_TIME = (1980, 1, 1, 0, 0, 0)


def package(items: Sequence[Item], course: Course, lang: Lang) -> bytes:
    """Write items as a content package.

    Args:
        items: What to write.
        course: Where names and phrases come from.
        lang: The language of the questions.

    Returns:
        The bytes of a ZIP file. What the format cannot hold, and the hints, are in a
        text file inside.
    """
    note = course.say("lms.readme_name", lang)
    manifest = _manifest(items, course, lang, note)
    ET.indent(manifest)
    files = {
        "imsmanifest.xml": _xml(manifest),
        note: "\n".join(_readme(items, course, lang)).encode(),
    }
    for item in items:
        files[_path(item, lang)] = _xml(assessment(item, course, lang))
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return held.getvalue()


def _path(item: Item, lang: Lang) -> str:
    return f"items/{name_of(item, lang)}.xml"


def _xml(root: ET.Element) -> bytes:
    written: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return written


def _readme(items: Sequence[Item], course: Course, lang: Lang) -> Iterator[str]:
    yield course.say("lms.about", lang, n=len(items), format=NAMES["qti21"])
    yield ""
    yield course.say("lms.cannot", lang, format=NAMES["qti21"])
    for sentence in named(items, "qti21", course, lang):
        yield f"- {sentence}"
    for item in items:
        if hints := list(hints_of(item, course, lang)):
            yield ""
            yield f"{item.id}: {line(item.stem[lang])}"
            yield from hints
    yield ""


def _manifest(
    items: Sequence[Item], course: Course, lang: Lang, note: str
) -> ET.Element:
    root = ET.Element(
        "manifest",
        {
            "xmlns": CONTENT,
            "xmlns:imsmd": METADATA,
            "xmlns:imsqti": QTI_METADATA,
            "identifier": f"netlesson-{lang}",
        },
    )
    about = add(root, "metadata")
    add(about, "schema", "QTIv2.1 Package")
    add(about, "schemaversion", "1.0.0")
    add(root, "organizations")
    resources = add(root, "resources")
    for item in items:
        href = quote(_path(item, lang))
        resource = add(
            resources,
            "resource",
            identifier=name_of(item, lang),
            type="imsqti_item_xmlv2p1",
            href=href,
        )
        _describe(add(resource, "metadata"), item, course, lang)
        add(resource, "file", href=href)
    readme = add(
        resources, "resource", identifier="readme", type="webcontent", href=note
    )
    add(readme, "file", href=note)
    return root


def _describe(parent: ET.Element, item: Item, course: Course, lang: Lang) -> None:
    """Say what an item is about, so that a bank can be searched."""
    general = add(add(parent, "imsmd:lom"), "imsmd:general")
    topic = line(topic_name(item.topic, course, lang))
    for tag, text in (
        ("title", item.id),
        ("keyword", topic),
        ("keyword", item.pool),
        ("keyword", item.level),
    ):
        string = add(add(general, f"imsmd:{tag}"), "imsmd:langstring", text)
        string.set("xml:lang", lang)
    about = add(parent, "imsqti:qtiMetadata")
    add(about, "imsqti:timeDependent", "false")
    add(about, "imsqti:interactionType", item.how.interaction)
    add(about, "imsqti:feedbackType", "nonadaptive")
