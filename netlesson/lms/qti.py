"""QTI 2.1, the XML that Canvas, OpenOlat, Onyx, TAO and others take questions from.

Each item is a file of its own; a test for each topic holds them together. Marking is
as strict as in the course: all of the key and nothing else. Feedback is chosen by
what was ticked, and keys that were missed say why they belong.

Source:
    IMS Question and Test Interoperability 2.1, final specification (2012).
"""

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from xml.etree.ElementTree import Element, indent, tostring

from ..items import Item
from ..model import Course, Lang
from ..report.texts import printable

QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
# A fixed day, so that the same items give the same file, byte for byte.
_DAY = (2026, 1, 1, 0, 0, 0)


def package(
    items: Sequence[Item],
    names: Mapping[str, str],
    notes: Sequence[str],
    course: Course,
    lang: Lang,
) -> bytes:
    """Return items as a content package: a zip with a manifest.

    Args:
        items: What to export.
        names: What each topic is called.
        notes: What the format cannot hold; stands in README.txt.
        course: Where phrases come from.
        lang: The language.
    """
    files = {f"items/{item.id}.xml": _item(item, course, lang) for item in items}
    topics = [(topic, list(inside)) for topic, inside in groupby(items, _topic)]
    tests = {
        f"tests/{topic}.xml": _test(topic, names[topic], inside)
        for topic, inside in topics
    }
    about = "\n".join([course.say("lms.about", lang, n=len(items)), *notes]) + "\n"
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        _add(archive, "README.txt", about.encode())
        parts = {"imsmanifest.xml": _manifest(topics), **tests, **files}
        for name, root in parts.items():
            indent(root)
            data = tostring(root, encoding="utf-8", xml_declaration=True)
            _add(archive, name, data)
    return zipped.getvalue()


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, _DAY)
    archive.writestr(entry, data, zipfile.ZIP_DEFLATED)


def _topic(item: Item) -> str:
    return item.topic


def _node(tag: str, *inside: Element | str, **attributes: str) -> Element:
    """Make an element; a trailing underscore lets a name be a Python word."""
    node = Element(tag, {name.rstrip("_"): value for name, value in attributes.items()})
    for each in inside:
        if isinstance(each, str):
            node.text = printable(each)
        else:
            node.append(each)
    return node


def _item(item: Item, course: Course, lang: Lang) -> Element:
    stem = _node("p", item.stem[lang])
    match item.kind:
        case "number":
            parts = _number(item, course, lang)
        case "match" | "sort":
            parts = _rows(item, course, lang)
        case _:
            parts = _options(item, course, lang)
    declared, interaction, processing, feedback = parts
    declarations = [declared]
    if item.kind != "opinion":
        zero = _node("defaultValue", _node("value", "0"))
        declarations.append(_outcome("SCORE", "single", "float", zero))
    declarations.append(_outcome("FEEDBACK", "multiple", "identifier"))
    rubric = [
        _node("rubricBlock", *(_node("p", line) for line in lines), view="tutor")
        for lines in [list(_for_tutors(item, course, lang))]
        if lines
    ]
    body = _node("itemBody", *rubric, _node("div", stem), interaction)
    return _node(
        "assessmentItem",
        *declarations,
        body,
        _node("responseProcessing", *processing),
        *(
            _node(
                "modalFeedback",
                *(_node("p", line) for line in lines),
                outcomeIdentifier="FEEDBACK",
                identifier=name,
                showHide="show",
            )
            for name, lines in feedback.items()
        ),
        xmlns=QTI,
        identifier=f"item-{item.id}",
        title=printable(item.id),
        adaptive="false",
        timeDependent="false",
        **{"xml:lang": lang},
    )


def _for_tutors(item: Item, course: Course, lang: Lang) -> Iterator[str]:
    """Yield what only instructors see: hints, level and what the item rests on."""
    for n, hint in enumerate(item.hints, start=1):
        yield course.say("quiz.hint_n", lang, n=n, hint=hint[lang])
    if item.statements:
        about = ", ".join(item.statements)
        yield course.say("lms.rests_on", lang, level=item.level, names=about)


def _outcome(name: str, cardinality: str, kind: str, *inside: Element) -> Element:
    return _node(
        "outcomeDeclaration",
        *inside,
        identifier=name,
        cardinality=cardinality,
        baseType=kind,
    )


def _response(cardinality: str, kind: str, correct: Sequence[str]) -> Element:
    values = [_node("value", each) for each in correct]
    return _node(
        "responseDeclaration",
        *([_node("correctResponse", *values)] if values else []),
        identifier="RESPONSE",
        cardinality=cardinality,
        baseType=kind,
    )


def _variable(name: str) -> Element:
    return _node("variable", identifier=name)


def _set(name: str, value: Element) -> Element:
    return _node("setOutcomeValue", value, identifier=name)


def _say(name: str) -> Element:
    """Add a piece of feedback to those that are shown."""
    more = _node("baseValue", name, baseType="identifier")
    return _set("FEEDBACK", _node("multiple", _variable("FEEDBACK"), more))


def _when(
    condition: Element, *then: Element, otherwise: Sequence[Element] = ()
) -> Element:
    other = [_node("responseElse", *otherwise)] if otherwise else []
    return _node("responseCondition", _node("responseIf", condition, *then), *other)


def _point() -> Element:
    return _set("SCORE", _node("baseValue", "1", baseType="float"))


def _right() -> Element:
    correct = _node("correct", identifier="RESPONSE")
    return _node("match", _variable("RESPONSE"), correct)


def _answered() -> Element:
    return _node("not", _node("isNull", _variable("RESPONSE")))


Parts = tuple[Element, Element, list[Element], dict[str, list[str]]]


def _options(item: Item, course: Course, lang: Lang) -> Parts:
    several = item.kind == "choices"
    keys = [f"option-{option.id}" for option in item.options if option.key]
    declared = _response("multiple" if several else "single", "identifier", keys)
    choices = [
        _node("simpleChoice", option.text[lang], identifier=f"option-{option.id}")
        for option in item.options
    ]
    interaction = _node(
        "choiceInteraction",
        *choices,
        responseIdentifier="RESPONSE",
        shuffle="true",
        maxChoices="0" if several else "1",
    )
    feedback: dict[str, list[str]] = {}
    processing = [] if item.kind == "opinion" else [_when(_right(), _point())]
    shown = _node("multiple", _variable("RESPONSE"))
    processing.append(_when(_answered(), _set("FEEDBACK", shown)))
    for option in item.options:
        if option.feedback is None:
            continue
        name, reason = f"option-{option.id}", option.feedback[lang]
        feedback[name] = [reason]
        if not option.key:
            continue
        feedback[f"missed-{option.id}"] = [
            course.say("lms.belongs", lang, option=option.text[lang], reason=reason)
        ]
        this = _node("baseValue", name, baseType="identifier")
        ticked = (
            _node("member", this, _variable("RESPONSE"))
            if several
            else _node("match", this, _variable("RESPONSE"))
        )
        missed = _node("and", _answered(), _node("not", ticked))
        processing.append(_when(missed, _say(f"missed-{option.id}")))
    return declared, interaction, processing, feedback


def _rows(item: Item, course: Course, lang: Lang) -> Parts:
    pairs = [f"row-{row.id} option-{row.key}" for row in item.rows]
    declared = _response("multiple", "directedPair", pairs)
    lefts = [
        _node(
            "simpleAssociableChoice",
            row.text[lang],
            identifier=f"row-{row.id}",
            matchMax="1",
        )
        for row in item.rows
    ]
    rights = [
        _node(
            "simpleAssociableChoice",
            option.text[lang],
            identifier=f"option-{option.id}",
            matchMax=str(len(item.rows)),
        )
        for option in item.options
    ]
    interaction = _node(
        "matchInteraction",
        _node("simpleMatchSet", *lefts),
        _node("simpleMatchSet", *rights),
        responseIdentifier="RESPONSE",
        shuffle="true" if item.kind == "match" else "false",
        maxAssociations=str(len(item.rows)),
    )
    places = {option.id: option.text[lang] for option in item.options}
    lines = [
        course.say(
            "lms.row",
            lang,
            row=row.text[lang],
            place=places[row.key],
            reason=row.feedback[lang],
        )
        for row in item.rows
    ]
    processing = [_when(_right(), _point()), _when(_answered(), _say("rows"))]
    return declared, interaction, processing, {"rows": lines}


def _number(item: Item, course: Course, lang: Lang) -> Parts:
    declared = _response("single", "float", [f"{item.answer:.10g}"])
    box = _node("textEntryInteraction", responseIdentifier="RESPONSE")
    line = _node("p", box)
    if item.unit:
        box.tail = f" {printable(item.unit[lang])}"
    feedback = {
        "right": item.feedback,
        **{f"slip-{n}": slip.feedback for n, slip in enumerate(item.slips, start=1)},
        "wrong": item.feedback_wrong,
    }
    branches = [_node("responseElse", _say("wrong"))]
    slips = [
        _node(
            "responseElseIf",
            _near(slip.answer, slip.tolerance),
            _say(f"slip-{n}"),
        )
        for n, slip in enumerate(item.slips, start=1)
    ]
    right = _near(item.answer or 0.0, item.tolerance or 0.0)
    inside = _node(
        "responseCondition",
        _node("responseIf", right, _point(), _say("right")),
        *slips,
        *branches,
    )
    processing = [_when(_answered(), inside)]
    lines = {name: [said[lang]] for name, said in feedback.items() if said}
    return declared, _node("div", line), processing, lines


def _near(answer: float, tolerance: float) -> Element:
    return _node(
        "equal",
        _variable("RESPONSE"),
        _node("baseValue", f"{answer:.10g}", baseType="float"),
        toleranceMode="absolute",
        tolerance=f"{tolerance:.10g} {tolerance:.10g}",
    )


def _test(topic: str, name: str, items: Sequence[Item]) -> Element:
    references = [
        _node(
            "assessmentItemRef",
            identifier=f"ref-{item.id}",
            href=f"../items/{item.id}.xml",
        )
        for item in items
    ]
    section = _node(
        "assessmentSection",
        *references,
        identifier=f"section-{topic}",
        title=printable(name),
        visible="true",
    )
    part = _node(
        "testPart",
        section,
        identifier=f"part-{topic}",
        navigationMode="nonlinear",
        submissionMode="individual",
    )
    return _node(
        "assessmentTest",
        part,
        xmlns=QTI,
        identifier=f"test-{topic}",
        title=printable(name),
    )


def _manifest(topics: Sequence[tuple[str, list[Item]]]) -> Element:
    resources = []
    for topic, items in topics:
        path = f"tests/{topic}.xml"
        needs = [_node("dependency", identifierref=f"res-{i.id}") for i in items]
        resources.append(
            _node(
                "resource",
                _node("file", href=path),
                *needs,
                identifier=f"res-test-{topic}",
                type_="imsqti_test_xmlv2p1",
                href=path,
            )
        )
        for item in items:
            path = f"items/{item.id}.xml"
            resources.append(
                _node(
                    "resource",
                    _node("file", href=path),
                    identifier=f"res-{item.id}",
                    type_="imsqti_item_xmlv2p1",
                    href=path,
                )
            )
    return _node(
        "manifest",
        _node(
            "metadata",
            _node("schema", "QTIv2.1 Package"),
            _node("schemaversion", "1.0.0"),
        ),
        _node("organizations"),
        _node("resources", *resources),
        xmlns=PACKAGE,
        identifier="netlesson",
    )
