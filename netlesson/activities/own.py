"""The learner's own groups: add one from a type, say what is different, and why."""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from ..content import Course, Criterion
from ..deciding import (
    FACTS,
    LONGEST_TEXT,
    MOST_GROUPS,
    OwnCell,
    OwnGroup,
    OwnGroups,
    from_type,
    limits,
)
from ..form import Choice, Field, Form, Line, Option
from ..language import Amount, number, take_entries
from ..learning import Answers
from .own_pages import checklist, of_type, own_alternatives, own_list, own_sheet
from .page import Section, offered, page, show_kept

PARTS = ("value", "low", "high")
TYPED = ("own_name", "name-", "note-", "value-", "low-", "high-")


def own_form(answers: Answers) -> Form:
    """Let the learner add real groups and change what is different about them."""
    return _Editor(answers).form


class _Editor:
    """The form with the group and the criterion that are being looked at."""

    def __init__(self, answers: Answers) -> None:
        self.answers, self.lang = answers, answers.lang
        self.say = Section(answers, "own.{}")
        self.picked, self.criterion = "", next(iter(self.course.criteria))
        self.busy = False
        self.form = page(answers, [], "own", keeps=True)
        self.form.on_change(self._entered)
        for part in ("add", "copy", "remove", "undo"):
            self.form.on_click(f"own_{part}", getattr(self, f"_{part}"))
        answers.watch(self._follow)
        self._draw()

    @property
    def course(self) -> Course:
        return self.answers.course

    @property
    def group(self) -> OwnGroup | None:
        return self.answers.own.get(self.picked)

    def _draw(self) -> None:
        """Show the fields that fit what is picked."""
        self._pick()
        self.form.show(self._fields(), self._value())
        self._drawn()

    def _pick(self) -> None:
        """Look at another group where the one that was looked at is gone."""
        if self.group is None:
            groups = self.answers.own.groups
            self.picked = groups[0].id if groups else ""

    def _drawn(self) -> None:
        self.form.seen = self._value()
        self.shown = self._structure()
        self.before = dict(self.form.value)
        self._paint()

    def _structure(self) -> object:
        own, group = self.answers.own, self.group
        state = group.cell(self.criterion).state if group else ""
        names = [(each.id, each.name) for each in own.groups]
        return names, self.picked, self.criterion, state

    def _paint(self) -> None:
        group, full = self.group, len(self.answers.own.groups) >= MOST_GROUPS
        undo = [] if self.answers.can_undo_own else ["own_undo"]
        self.form.disabled = [*undo, *(["own_add", "own_copy"] if full else [])]
        outputs = {"own_list": own_list(self.answers)}
        if group:
            outputs["own_sheet"] = own_sheet(self.answers, group)
            outputs["own_visit"] = checklist(self.answers, group)
        self.form.outputs = outputs

    def _follow(self) -> None:
        """Show what was changed elsewhere; what is being mended here stays."""
        if not self.busy:
            gone = bool(self.picked) and self.group is None
            self._pick()
            self.form.renew(self._fields())
            show_kept(self.form, self._value(), {}, self.answers)
            self._drawn()
            if gone:
                self.form.status = self.say("gone")

    def _fields(self) -> list[Field]:
        say, group = self.say, self.group
        kinds = offered(self.course.groups.values(), self.lang)
        fields = [
            say.output("own_list", "list"),
            say.heading("own_new", "new"),
            say.select("own_type", "type", options=kinds),
            say.line("own_name", "name"),
            say.button("own_add", "add", primary=True),
            say.button("own_undo", "undo"),
        ]
        if group:
            own = offered(own_alternatives(self.answers), self.lang)
            fields += [
                say.heading("own_change", "change"),
                say.select("own_pick", "pick", options=own),
                *self._editor(group),
                say.button("own_copy", "copy"),
                say.button("own_remove", "remove"),
            ]
        return [
            *fields,
            say.heading("own_shown", "shown"),
            say.choices("own_types", "types", options=kinds),
        ]

    def _editor(self, group: OwnGroup) -> Iterator[Field]:
        say, (criterion, where) = self.say, self._where(group)
        cell, criteria = group.cell(criterion.id), self.course.criteria.values()
        yield say.line(f"name-{group.id}", "name")
        answers = say.options(("yes", "no", "unknown"))
        for fact in FACTS:
            yield say.choice(f"{fact}-{group.id}", fact, options=answers)
        names = offered(criteria, self.lang)
        yield say.select(f"own_criterion-{group.id}", "criterion", options=names)
        yield Choice(
            f"state-{where}",
            criterion.question[self.lang],
            say("state_help", rating=of_type(self.answers, group, criterion)),
            options=say.options(("type", "own", "unknown"), "state_{}"),
        )
        if cell.state == "own":
            for part in PARTS:
                yield self._amount(f"{part}-{where}", part, criterion, cell)
        if cell.state != "type":
            note = say("note", name=criterion.name[self.lang])
            yield Line(f"note-{where}", note, say.help("note"))
        yield say.output("own_sheet", "sheet")
        yield say.output("own_visit", "visit")

    def _amount(
        self, ident: str, part: str, criterion: Criterion, cell: OwnCell
    ) -> Field:
        if criterion.scale == "measured":
            unit = criterion.unit[self.lang] if criterion.unit else ""
            where = ("own", "groups", self.picked, "cells", criterion.id, part)
            help = self.answers.as_given(self.say.help(part), *where)
            return self.say.number(ident, part, help=help, unit=unit)
        # A rating from an older file need not be a half step.
        steps = {n / 2 for n in range(2, 11)} | {
            each for each in (cell.low, cell.value, cell.high) if each is not None
        }
        options = []
        for step in sorted(steps):
            words = criterion.anchors.get(f"{step:g}")
            more = f": {words[self.lang]}" if words else ""
            options.append(Option(f"{step:g}", number(step, self.lang, 1) + more))
        return self.say.select(ident, part, options=tuple(options))

    def _where(self, group: OwnGroup) -> tuple[Criterion, str]:
        return self.course.criteria[self.criterion], f"{group.id}-{self.criterion}"

    def _value(self) -> dict[str, Any]:
        own, group = self.answers.own, self.group
        value: dict[str, Any] = {
            "own_types": list(own.kinds(self.course)),
            "own_type": self.form.value.get("own_type", ""),
            "own_name": self.form.value.get("own_name", ""),
        }
        if group is None:
            return value
        criterion, where = self._where(group)
        cell = group.cell(criterion.id)
        amounts = {f"{part}-{where}": getattr(cell, part) for part in PARTS}
        return value | {
            "own_pick": group.id,
            f"name-{group.id}": group.name,
            f"own_criterion-{group.id}": criterion.id,
            f"state-{where}": cell.state,
            f"note-{where}": cell.note,
            **{f"{fact}-{group.id}": getattr(group, fact) for fact in FACTS},
            **{key: self._written(each, criterion) for key, each in amounts.items()},
        }

    def _written(self, amount: float | None, criterion: Criterion) -> str:
        if amount is None:
            return ""
        rated = criterion.scale == "rated"
        return f"{amount:g}" if rated else number(amount, self.lang, 2)

    def _entered(self, value: Mapping[str, Any]) -> None:
        changed = [k for k, each in value.items() if self.before.get(k) != each]
        self.before = dict(value)
        typing = bool(changed) and all(k.startswith(TYPED) for k in changed)
        own, errors = self._taken(value)
        if own.get(value.get("own_pick", "")):
            self.picked = value["own_pick"]
        wanted = value.get(f"own_criterion-{self.picked}")
        if wanted in self.course.criteria:
            self.criterion = wanted
        self._set(own, "|".join(sorted(changed)) if typing else "")
        # New fields would take away letters that are still on their way.
        if not typing and self._structure() != self.shown:
            self._draw()
        self._paint()
        self.form.errors = errors

    def _set(self, own: OwnGroups, step: str = "") -> None:
        self.busy = True
        try:
            self.answers.set_own(own, step)
        finally:
            self.busy = False

    def _taken(self, value: Mapping[str, Any]) -> tuple[OwnGroups, dict[str, str]]:
        """Take what is usable; return a sentence for each answer that is not."""
        own, group = self.answers.own, self.group
        errors: dict[str, str] = {}

        def text(key: str, before: str) -> str:
            given = str(value.get(key, before))
            if len(given) <= LONGEST_TEXT:
                return given
            errors[key] = self.say("too_long", most=LONGEST_TEXT)
            return before

        fewer = own.comparing(value.get("own_types", ()), self.course)
        if fewer.too_few(self.course):
            errors["own_types"] = self.say("too_few")
        else:
            own = fewer
        text("own_name", "")
        if group is None:
            return own, errors
        criterion, where = self._where(group)
        before = group.cell(criterion.id)
        cell = replace(
            before,
            state=value.get(f"state-{where}") or before.state,
            note=text(f"note-{where}", before.note),
        )
        if before.state == "own":
            cell, wrong = self._amounts(cell, criterion, where, value)
            errors |= wrong
        cells = group.cells if cell == before else {**group.cells, criterion.id: cell}
        facts = {
            fact: value.get(f"{fact}-{group.id}") or getattr(group, fact)
            for fact in FACTS
        }
        name = text(f"name-{group.id}", group.name)
        return own.changed(replace(group, name=name, cells=cells, **facts)), errors

    def _amounts(
        self, cell: OwnCell, criterion: Criterion, where: str, value: Mapping[str, Any]
    ) -> tuple[OwnCell, dict[str, str]]:
        """Take the figures of a cell, all of them or, out of order, none."""
        errors: dict[str, str] = {}
        if criterion.scale == "rated":
            chosen = {part: value.get(f"{part}-{where}") for part in PARTS}
            typed = {part: float(x) if x else None for part, x in chosen.items()}
        else:
            most = limits(criterion)[1]
            before, entries = {}, {}
            for part in PARTS:
                before[f"{part}-{where}"] = getattr(cell, part)
                entries[f"{part}-{where}"] = Amount(
                    most, needed=part == "value", money=criterion.id == "money"
                )
            kept, errors = take_entries(
                before, value, entries, self.course, self.lang, nothing=None
            )
            typed = {part: kept[f"{part}-{where}"] for part in PARTS}
        try:
            return replace(cell, **typed), errors
        except ValueError:
            low, middle = typed["low"], typed["value"]
            above = low is not None and middle is not None and low > middle
            part = "low" if above else "high"
            return cell, {**errors, f"{part}-{where}": self.say(f"{part}_wrong")}

    def _add(self, value: Mapping[str, Any]) -> None:
        kind, name = value.get("own_type"), value.get("own_name", "")
        if kind not in self.course.groups:
            self.form.errors = {"own_type": self.say("type_first")}
            return
        if len(name) > LONGEST_TEXT:
            self.form.errors = {"own_name": self.say("too_long", most=LONGEST_TEXT)}
            return
        self.form.value = {**self.form.value, "own_type": "", "own_name": ""}
        self._append(from_type(kind, name, self.course))
        self.form.focus_on(f"name-{self.picked}")

    def _copy(self, _value: object) -> None:
        if self.group:
            self._append(self.group)

    def _append(self, group: OwnGroup) -> None:
        if len(self.answers.own.groups) < MOST_GROUPS:
            self._set(self.answers.own.added(group))
            self.picked = self.answers.own.groups[-1].id
            self._draw()
        kind = self.course.groups[group.type]
        aside = kind.id not in self.answers.own.kinds(self.course)
        self.form.status = self.say(
            "added_aside" if aside else "added",
            name=self._named(self.picked),
            type=kind.name[self.lang],
        )

    def _remove(self, _value: object) -> None:
        left = self.answers.own.removed(self.picked)
        if left.too_few(self.course):
            self.form.status = self.say("too_few")
            return
        name = self._named(self.picked)
        self._set(left)
        self._draw()
        self.form.status = self.say("removed", name=name)

    def _undo(self, _value: object) -> None:
        self.answers.undo_own()
        self.form.status = self.say("undone")

    def _named(self, ident: str) -> str:
        return next(
            (a.name for a in own_alternatives(self.answers) if a.id == ident), ""
        )
