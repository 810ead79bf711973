"""The learner's own groups: add one from a type, say what is different, and why."""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from ..content import Criterion
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
from ..form import (
    Button,
    Choice,
    Choices,
    Field,
    Form,
    Heading,
    Line,
    Number,
    Option,
    Output,
    Select,
)
from ..language import Amount, number, take_entries
from ..learning import Answers
from .own_pages import checklist, of_type, own_alternatives, own_list, own_sheet
from .page import page, phrases

PARTS = ("value", "low", "high")
TYPED = ("own_name", "name-", "note-", "value-", "low-", "high-")


def own_form(answers: Answers) -> Form:
    """Let the learner add real groups and change what is different about them."""
    return _Editor(answers).form


class _Editor:
    """The form with the group and the criterion that are being looked at."""

    def __init__(self, answers: Answers) -> None:
        self.answers, self.course, self.lang = answers, answers.course, answers.lang
        self.say = phrases(answers, "own.{}")
        self.picked, self.criterion = "", next(iter(self.course.criteria))
        self.busy = False
        self.form = page(answers, [], "own")
        self.form.on_change(self._entered)
        self.form.on_click("own_add", self._add)
        self.form.on_click("own_copy", self._copy)
        self.form.on_click("own_remove", self._remove)
        self.form.on_click("own_undo", self._undo)
        answers.watch(self._follow)
        self._draw()

    @property
    def group(self) -> OwnGroup | None:
        return self.answers.own.get(self.picked)

    def _draw(self) -> None:
        """Show the fields that fit what is picked."""
        if self.group is None:
            groups = self.answers.own.groups
            self.picked = groups[0].id if groups else ""
        self.form.show(self._fields(), self._value())
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
        if not self.busy:
            self._draw()

    def _fields(self) -> list[Field]:
        say, groups = self.say, self.answers.own.groups
        kinds = tuple(
            Option(kind.id, kind.name[self.lang])
            for kind in self.course.groups.values()
        )
        fields: list[Field] = [
            Output("own_list", say("list")),
            Heading("own_new", say("new")),
            Select("own_type", say("type"), say("type_help"), options=kinds),
            Line("own_name", say("name")),
            Button("own_add", say("add"), primary=True),
            Button("own_undo", say("undo")),
        ]
        if self.group:
            listed = {each.id: each.name for each in own_alternatives(self.answers)}
            options = tuple(Option(each.id, listed[each.id]) for each in groups)
            fields += [
                Heading("own_change", say("change")),
                Select("own_pick", say("pick"), options=options),
                *self._editor(self.group),
                Button("own_copy", say("copy")),
                Button("own_remove", say("remove")),
            ]
        return [
            *fields,
            Heading("own_shown", say("shown")),
            Choices("own_types", say("types"), say("types_help"), options=kinds),
        ]

    def _editor(self, group: OwnGroup) -> Iterator[Field]:
        say = self.say
        answers = tuple(Option(each, say(each)) for each in ("yes", "no", "unknown"))
        yield Line(f"name-{group.id}", say("name"))
        for fact in FACTS:
            yield Choice(f"{fact}-{group.id}", say(fact), options=answers)
        names = self.course.criteria.values()
        yield Select(
            f"own_criterion-{group.id}",
            say("criterion"),
            options=tuple(Option(c.id, c.name[self.lang]) for c in names),
        )
        yield from self._cell(group)
        yield Output("own_sheet", say("sheet"))
        yield Output("own_visit", say("visit"))

    def _cell(self, group: OwnGroup) -> Iterator[Field]:
        say, (criterion, where) = self.say, self._where(group)
        cell = group.cell(criterion.id)
        states = ("type", "own", "unknown")
        yield Choice(
            f"state-{where}",
            criterion.question[self.lang],
            say("state_help", rating=of_type(self.answers, group, criterion)),
            options=tuple(Option(each, say(f"state_{each}")) for each in states),
        )
        if cell.state == "own":
            for part in PARTS:
                yield self._amount(f"{part}-{where}", part, criterion, cell)
        if cell.state != "type":
            yield Line(f"note-{where}", say("note"), say("note_help"))

    def _amount(
        self, ident: str, part: str, criterion: Criterion, cell: OwnCell
    ) -> Field:
        label, help_line = self.say(part), self.say(f"{part}_help")
        if criterion.scale == "measured":
            unit = criterion.unit[self.lang] if criterion.unit else ""
            return Number(ident, label, help_line, unit=unit)
        # A rating from an older file need not be a half step.
        steps = {n / 2 for n in range(2, 11)} | {
            each for each in (cell.low, cell.value, cell.high) if each is not None
        }
        options = []
        for step in sorted(steps):
            words = criterion.anchors.get(f"{step:g}")
            more = f": {words[self.lang]}" if words else ""
            options.append(Option(f"{step:g}", number(step, self.lang, 1) + more))
        return Select(ident, label, help_line, options=tuple(options))

    def _where(self, group: OwnGroup) -> tuple[Criterion, str]:
        return self.course.criteria[self.criterion], f"{group.id}-{self.criterion}"

    def _value(self) -> dict[str, Any]:
        own, group = self.answers.own, self.group
        shown = [name for name in self.course.groups if name not in own.hidden]
        value: dict[str, Any] = {"own_types": shown}
        for ident in ("own_type", "own_name"):
            value[ident] = self.form.value.get(ident, "")
        if group is None:
            return value
        criterion, where = self._where(group)
        cell = group.cell(criterion.id)
        value |= {
            "own_pick": group.id,
            f"name-{group.id}": group.name,
            f"own_criterion-{group.id}": criterion.id,
            f"state-{where}": cell.state,
            f"note-{where}": cell.note,
            **{f"{fact}-{group.id}": getattr(group, fact) for fact in FACTS},
        }
        rated = criterion.scale == "rated"
        for part in PARTS:
            amount = getattr(cell, part)
            if amount is None:
                written = ""
            else:
                written = f"{amount:g}" if rated else number(amount, self.lang, 2)
            value[f"{part}-{where}"] = written
        return value

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

        shown = value.get("own_types", ())
        hidden = tuple(name for name in self.course.groups if name not in shown)
        fewer = replace(own, hidden=hidden)
        if fewer.too_few(self.course):
            errors["own_types"] = self.say("too_few")
        else:
            own = fewer
        text("own_name", "")
        if group is None:
            return own, errors
        _, where = self._where(group)
        before = group.cell(self.criterion)
        cell = replace(
            before,
            state=value.get(f"state-{where}") or before.state,
            note=text(f"note-{where}", before.note),
        )
        if before.state == "own":
            cell, wrong = self._amounts(group, cell, value)
            errors |= wrong
        cells = group.cells if cell == before else {**group.cells, self.criterion: cell}
        facts = {
            fact: value.get(f"{fact}-{group.id}") or getattr(group, fact)
            for fact in FACTS
        }
        name = text(f"name-{group.id}", group.name)
        return own.changed(replace(group, name=name, cells=cells, **facts)), errors

    def _amounts(
        self, group: OwnGroup, cell: OwnCell, value: Mapping[str, Any]
    ) -> tuple[OwnCell, dict[str, str]]:
        """Take the figures of a cell, all of them or, out of order, none."""
        criterion, where = self._where(group)
        keys = {part: f"{part}-{where}" for part in PARTS}
        before = {key: getattr(cell, part) for part, key in keys.items()}
        errors: dict[str, str] = {}
        if criterion.scale == "rated":
            chosen = {key: value.get(key) for key in keys.values()}
            typed = {k: float(each) if each else None for k, each in chosen.items()}
        else:
            most = limits(criterion)[1]
            entries = {
                key: Amount(most, needed=part == "value") for part, key in keys.items()
            }
            typed, errors = take_entries(
                before, value, entries, self.course, self.lang, nothing=None
            )
        amounts = {part: typed[key] for part, key in keys.items()}
        try:
            return replace(cell, **amounts), errors
        except ValueError:
            low, middle = amounts["low"], amounts["value"]
            above = low is not None and middle is not None and low > middle
            part = "low" if above else "high"
            return cell, {**errors, keys[part]: self.say(f"{part}_wrong")}

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
        self.form.status = self.say("added", name=self._named(self.picked))

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
