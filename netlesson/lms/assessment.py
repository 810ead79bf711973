"""One item as QTI 2.1: what is asked, what is right, what is said back.

An item is right only when the response is exactly the key, as `quiz.mark` has it.
What is said back is modal feedback, chosen by the outcome FEEDBACK: for each option
that was picked, for each right one that was missed, for each row.
"""

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from decimal import Decimal
from typing import assert_never

from ..content import Course, Item, Lang, Row
from ..language import line, plain
from .texts import decimal, digits, name_of

QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"


def assessment(item: Item, course: Course, lang: Lang) -> ET.Element:
    """Return an item as an `assessmentItem`."""
    return _Assessment(item, course, lang).root


def add(
    parent: ET.Element, tag: str, text: str | None = None, **attributes: str
) -> ET.Element:
    """Add an element and return it."""
    child = ET.SubElement(parent, tag, attributes)
    child.text = text
    return child


def prose(parent: ET.Element, text: str) -> None:
    """Add a text to what an element holds already, with its line breaks."""
    first, *others = plain(text).split("\n")
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + first
    else:
        parent.text = (parent.text or "") + first
    for each in others:
        add(parent, "br").tail = each


class _Assessment:
    """Builds the parts in the order that the schema prescribes.

    Declarations, body, processing; `feedback` keeps what comes last for the end.
    """

    def __init__(self, item: Item, course: Course, lang: Lang) -> None:
        self.item, self.course, self.lang = item, course, lang
        self.feedback: list[tuple[str, str, str]] = []
        self.root = ET.Element(
            "assessmentItem",
            {
                "xmlns": QTI,
                "identifier": name_of(item, lang),
                "title": item.id,
                "xml:lang": lang,
                "adaptive": "false",
                "timeDependent": "false",
            },
        )
        match item.how.response:
            case "amount":
                self._declare("single", "float", [digits(decimal(item.answer))])
                self._number_body()
                rules = self._processing()
                self._number_rules(rules)
            case "places":
                pairs = [self._pair(row, row.key) for row in item.rows]
                self._declare("multiple", "directedPair", pairs)
                self._rows_body()
                rules = self._processing()
                self._exact_rule(rules)
                self._row_rules(rules)
            case "order":
                key = [self._option(name) for name in item.order]
                self._declare("ordered", "identifier", key)
                self._order_body()
                rules = self._processing()
                self._exact_rule(rules)
                self._order_rules(rules)
            case "option" | "options":
                several = item.how.response == "options"
                cardinality = "multiple" if several else "single"
                key = [self._option(o.id) for o in item.options if o.key]
                self._declare(cardinality, "identifier", key)
                self._options_body(cardinality)
                rules = self._processing()
                if key:
                    self._exact_rule(rules)
                self._option_rules(rules, cardinality)
            case never:
                assert_never(never)
        for name, lead, text in self.feedback:
            self._say_back(name, lead, text)

    def _option(self, name: str) -> str:
        ids = [option.id for option in self.item.options]
        return f"option_{ids.index(name) + 1}"

    def _pair(self, row: Row, place: str) -> str:
        return f"row_{self.item.rows.index(row) + 1} {self._option(place)}"

    def _declare(self, cardinality: str, base: str, key: Sequence[str]) -> None:
        response = add(
            self.root,
            "responseDeclaration",
            identifier="RESPONSE",
            cardinality=cardinality,
            baseType=base,
        )
        if key:
            right = add(response, "correctResponse")
            for value in key:
                add(right, "value", value)
            for name, value in (("SCORE", "0"), ("MAXSCORE", "1")):
                outcome = add(
                    self.root,
                    "outcomeDeclaration",
                    identifier=name,
                    cardinality="single",
                    baseType="float",
                )
                add(add(outcome, "defaultValue"), "value", value)
        add(
            self.root,
            "outcomeDeclaration",
            identifier="FEEDBACK",
            cardinality="multiple",
            baseType="identifier",
        )

    def _body(self) -> ET.Element:
        return add(self.root, "itemBody")

    def _options_body(self, cardinality: str) -> None:
        interaction = add(
            self._body(),
            "choiceInteraction",
            responseIdentifier="RESPONSE",
            shuffle="true",
            maxChoices="1" if cardinality == "single" else "0",
        )
        self._offer(interaction)

    def _offer(self, interaction: ET.Element) -> None:
        prose(add(interaction, "prompt"), self.item.stem[self.lang])
        for option in self.item.options:
            offered = add(
                interaction, "simpleChoice", identifier=self._option(option.id)
            )
            prose(offered, option.text[self.lang])

    def _order_body(self) -> None:
        interaction = add(
            self._body(),
            "orderInteraction",
            responseIdentifier="RESPONSE",
            shuffle="true",
        )
        self._offer(interaction)

    def _rows_body(self) -> None:
        item, lang = self.item, self.lang
        body = self._body()
        # Canvas reads the question from a paragraph, not from a prompt, here.
        prose(add(body, "p"), item.stem[lang])
        interaction = add(
            body,
            "matchInteraction",
            responseIdentifier="RESPONSE",
            shuffle="true",
            maxAssociations=str(len(item.rows)),
        )
        rows = add(interaction, "simpleMatchSet")
        for number, row in enumerate(item.rows, start=1):
            choice = add(
                rows, "simpleAssociableChoice", identifier=f"row_{number}", matchMax="1"
            )
            prose(choice, row.text[lang])
        places = add(interaction, "simpleMatchSet")
        for option in item.options:
            choice = add(
                places,
                "simpleAssociableChoice",
                identifier=self._option(option.id),
                matchMax=str(len(item.rows)),
                fixed="false" if item.how.shuffled else "true",
            )
            prose(choice, option.text[lang])

    def _number_body(self) -> None:
        item, lang = self.item, self.lang
        body = self._body()
        prose(add(body, "p"), item.stem[lang])
        field = add(
            add(body, "p"),
            "textEntryInteraction",
            responseIdentifier="RESPONSE",
            expectedLength="12",
        )
        field.tail = f" {line(item.unit[lang])}" if item.unit else None

    def _processing(self) -> ET.Element:
        return add(self.root, "responseProcessing")

    def _exact_rule(self, rules: ET.Element) -> None:
        rule = add(add(rules, "responseCondition"), "responseIf")
        test = add(rule, "match")
        add(test, "variable", identifier="RESPONSE")
        add(test, "correct", identifier="RESPONSE")
        self._score(rule)

    def _option_rules(self, rules: ET.Element, cardinality: str) -> None:
        for option in self.item.options:
            if option.feedback is None:
                continue
            name = self._option(option.id)
            rule = add(rules, "responseCondition")
            picked = add(rule, "responseIf")
            if cardinality == "single":
                self._is(picked, "identifier", name)
            else:
                self._has(picked, "identifier", name)
            text, why = option.text[self.lang], option.feedback[self.lang]
            self._feed(picked, name, text if cardinality == "multiple" else "", why)
            if option.key:
                missed = self._otherwise(rule)
                lead = f"{self.course.say('form.missed', self.lang)}: {text}"
                self._feed(missed, name.replace("option", "missed"), lead, why)

    def _row_rules(self, rules: ET.Element) -> None:
        for row in self.item.rows:
            rule = add(rules, "responseCondition")
            right = add(rule, "responseIf")
            self._has(right, "directedPair", self._pair(row, row.key))
            self._explain_pair(rule, right, row)

    def _order_rules(self, rules: ET.Element) -> None:
        for pair in self.item.pairs:
            rule = add(rules, "responseCondition")
            right = add(rule, "responseIf")
            test = add(right, "match")
            add(add(test, "index", n=pair.key), "variable", identifier="RESPONSE")
            add(test, "baseValue", self._option(pair.id), baseType="identifier")
            self._explain_pair(rule, right, pair)

    def _explain_pair(self, rule: ET.Element, right: ET.Element, pair: Row) -> None:
        lang, number = self.lang, self.item.pairs.index(pair) + 1
        shown = f"{pair.text[lang]} → {self.item.places(lang)[pair.key]}"
        for at, name, verdict in (
            (right, "yes", "form.right"),
            (self._otherwise(rule), "no", "form.wrong"),
        ):
            lead = f"{self.course.say(verdict, lang)}: {shown}"
            self._feed(at, f"row_{number}_{name}", lead, pair.feedback[lang])

    def _number_rules(self, rules: ET.Element) -> None:
        item, lang = self.item, self.lang
        rule = add(rules, "responseCondition")
        right = add(rule, "responseIf")
        self._near(right, decimal(item.answer), decimal(item.tolerance))
        self._score(right)
        if item.feedback:
            self._feed(right, "correct", "", item.feedback[lang])
        for number, slip in enumerate(item.slips, start=1):
            near = add(rule, "responseElseIf")
            self._near(near, decimal(slip.answer), decimal(slip.tolerance))
            self._feed(near, f"slip_{number}", "", slip.feedback[lang])
        if item.feedback_wrong:
            wrong = self._otherwise(rule)
            self._feed(wrong, "incorrect", "", item.feedback_wrong[lang])

    def _is(self, rule: ET.Element, base: str, value: str) -> None:
        test = add(rule, "match")
        add(test, "variable", identifier="RESPONSE")
        add(test, "baseValue", value, baseType=base)

    def _has(self, rule: ET.Element, base: str, value: str) -> None:
        test = add(rule, "member")
        add(test, "baseValue", value, baseType=base)
        add(test, "variable", identifier="RESPONSE")

    def _near(self, rule: ET.Element, answer: Decimal, tolerance: Decimal) -> None:
        both = add(rule, "and")
        for tag, bound in (("gte", answer - tolerance), ("lte", answer + tolerance)):
            test = add(both, tag)
            add(test, "variable", identifier="RESPONSE")
            add(test, "baseValue", digits(bound), baseType="float")

    def _otherwise(self, rule: ET.Element) -> ET.Element:
        """Return what holds for any other answer; no answer at all is not wrong."""
        other = add(rule, "responseElseIf")
        empty = add(add(other, "not"), "isNull")
        add(empty, "variable", identifier="RESPONSE")
        return other

    def _score(self, rule: ET.Element) -> None:
        outcome = add(rule, "setOutcomeValue", identifier="SCORE")
        add(outcome, "baseValue", "1", baseType="float")

    def _feed(self, rule: ET.Element, name: str, lead: str, text: str) -> None:
        outcome = add(rule, "setOutcomeValue", identifier="FEEDBACK")
        both = add(outcome, "multiple")
        add(both, "variable", identifier="FEEDBACK")
        add(both, "baseValue", name, baseType="identifier")
        self.feedback.append((name, lead, text))

    def _say_back(self, name: str, lead: str, text: str) -> None:
        shown = add(
            self.root,
            "modalFeedback",
            outcomeIdentifier="FEEDBACK",
            showHide="show",
            identifier=name,
        )
        paragraph = add(shown, "p")
        if lead:
            prose(add(paragraph, "strong"), lead)
            add(paragraph, "br")
        prose(paragraph, text)
