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
    form_labels,
)
from ..language import NumberError, number
from ..learning import Answers
from .own_pages import checklist, of_type, own_alternatives, own_list, own_sheet
from .profile import read_amount

PARTS = ("value", "low", "high")
TYPED = ("own_name", "name-", "note-", "value-", "low-", "high-")


def own_form(answers: Answers) -> Form:
    """Let the learner add real groups and change what is different about them."""
    return _Editor(answers).form


class _Editor:
    """The form with the group and the criterion that are being looked at."""

    def __init__(self, answers: Answers) -> None:
        self.answers, self.course, self.lang = answers, answers.course, answers.lang
        self.picked, self.criterion = "", next(iter(self.course.criteria))
        self.busy = False
        labels = form_labels(self.course.strings, self.lang)
        self.form = Form([], labels=labels, lang=self.lang, name="own")
        self.form.on_change(self._entered)
        for button, does in (
            ("own_add", self._add),
            ("own_copy", self._copy),
            ("own_remove", self._remove),
            ("own_undo", self._undo),
        ):
            self.form.on_click(button, does)
        answers.watch(self._follow)
        self._draw()

    def _say(self, key: str, **values: object) -> str:
        return self.course.say(f"own.{key}", self.lang, **values)

    @property
    def group(self) -> OwnGroup | None:
        return self.answers.own.get(self.picked)

    def _draw(self) -> None:
        """Show the fields that fit what is picked."""
        own = self.answers.own
        if own.get(self.picked) is None:
            self.picked = own.groups[0].id if own.groups else ""
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
        own, group = self.answers.own, self.group
        self.form.disabled = [
            *([] if self.answers.can_undo_own else ["own_undo"]),
            *(["own_add"] if len(own.groups) >= MOST_GROUPS else []),
            *(["own_copy"] if len(own.groups) >= MOST_GROUPS else []),
        ]
        outputs = {"own_list": own_list(self.answers)}
        if group:
            outputs["own_sheet"] = own_sheet(self.answers, group)
            outputs["own_visit"] = checklist(self.answers, group)
        self.form.outputs = outputs

    def _follow(self) -> None:
        if not self.busy:
            self._draw()

    def _fields(self) -> list[Field]:
        groups, course, lang = self.answers.own.groups, self.course, self.lang
        kinds = tuple(Option(g.id, g.name[lang]) for g in course.groups.values())
        fields: list[Field] = [
            Output("own_list", self._say("list")),
            Heading("own_new", self._say("new")),
            Select(
                "own_type", self._say("type"), self._say("type_help"), options=kinds
            ),
            Line("own_name", self._say("name")),
            Button("own_add", self._say("add"), primary=True),
            Button("own_undo", self._say("undo")),
        ]
        if self.group:
            listed = {each.id: each.name for each in own_alternatives(self.answers)}
            options = tuple(Option(each.id, listed[each.id]) for each in groups)
            fields += [
                Heading("own_change", self._say("change")),
                Select("own_pick", self._say("pick"), options=options),
                *self._editor(self.group),
                Button("own_copy", self._say("copy")),
                Button("own_remove", self._say("remove")),
            ]
        shown = Choices(
            "own_types", self._say("types"), self._say("types_help"), options=kinds
        )
        return [*fields, Heading("own_shown", self._say("shown")), shown]

    def _editor(self, group: OwnGroup) -> Iterator[Field]:
        answers = tuple(Option(f, self._say(f)) for f in ("yes", "no", "unknown"))
        yield Line(f"name-{group.id}", self._say("name"))
        for fact in FACTS:
            yield Choice(f"{fact}-{group.id}", self._say(fact), options=answers)
        names = self.course.criteria.values()
        yield Select(
            f"own_criterion-{group.id}",
            self._say("criterion"),
            options=tuple(Option(c.id, c.name[self.lang]) for c in names),
        )
        yield from self._cell(group)
        yield Output("own_sheet", self._say("sheet"))
        yield Output("own_visit", self._say("visit"))

    def _cell(self, group: OwnGroup) -> Iterator[Field]:
        criterion, where = self._where(group)
        cell = group.cell(criterion.id)
        states = ("type", "own", "unknown")
        yield Choice(
            f"state-{where}",
            criterion.question[self.lang],
            self._say("state_help", rating=of_type(self.answers, group, criterion)),
            options=tuple(Option(each, self._say(f"state_{each}")) for each in states),
        )
        if cell.state == "own":
            for part in PARTS:
                yield self._amount(f"{part}-{where}", part, criterion, cell)
        if cell.state != "type":
            yield Line(f"note-{where}", self._say("note"), self._say("note_help"))

    def _amount(
        self, ident: str, part: str, criterion: Criterion, cell: OwnCell
    ) -> Field:
        label, help_line = self._say(part), self._say(f"{part}_help")
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
            text = number(step, self.lang, 1)
            more = f": {words[self.lang]}" if words else ""
            options.append(Option(f"{step:g}", text + more))
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
        }
        for fact in FACTS:
            value[f"{fact}-{group.id}"] = getattr(group, fact)
        for part in PARTS:
            amount = getattr(cell, part)
            written = "" if amount is None else number(amount, self.lang, 2)
            if criterion.scale == "rated" and amount is not None:
                written = f"{amount:g}"
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
        own, errors = self.answers.own, {}
        shown = value.get("own_types", ())
        hidden = tuple(name for name in self.course.groups if name not in shown)
        fewer = replace(own, hidden=hidden)
        if fewer.too_few(self.course):
            errors["own_types"] = self._say("too_few")
        else:
            own = fewer
        if len(value.get("own_name", "")) > LONGEST_TEXT:
            errors["own_name"] = self._say("too_long", most=LONGEST_TEXT)
        group = self.group
        if group is None:
            return own, errors
        group = self._facts(group, value, errors)
        cell = self._cell_taken(group, value, errors)
        if cell != group.cell(self.criterion):
            group = replace(group, cells={**group.cells, self.criterion: cell})
        return own.changed(group), errors

    def _facts(
        self, group: OwnGroup, value: Mapping[str, Any], errors: dict[str, str]
    ) -> OwnGroup:
        ident = group.id
        facts = {f: value.get(f"{f}-{ident}") or getattr(group, f) for f in FACTS}
        name = self._text(f"name-{ident}", group.name, value, errors)
        return replace(group, name=name, **facts)

    def _text(
        self, key: str, before: str, value: Mapping[str, Any], errors: dict[str, str]
    ) -> str:
        text = value.get(key, before)
        if len(text) > LONGEST_TEXT:
            errors[key] = self._say("too_long", most=LONGEST_TEXT)
            return before
        return str(text)

    def _cell_taken(
        self, group: OwnGroup, value: Mapping[str, Any], errors: dict[str, str]
    ) -> OwnCell:
        criterion, where = self._where(group)
        before = group.cell(criterion.id)
        note = self._text(f"note-{where}", before.note, value, errors)
        state = value.get(f"state-{where}") or before.state
        cell = replace(before, state=state, note=note)
        if before.state != "own":
            return cell
        amounts: dict[str, float | None] = {}
        for part in PARTS:
            key, last = f"{part}-{where}", getattr(before, part)
            try:
                amounts[part] = self._amount_typed(
                    value.get(key, ""), part, last, criterion
                )
            except NumberError as error:
                most = number(limits(criterion)[1], self.lang)
                errors[key] = self.course.say(
                    error.key, self.lang, typed=error.typed, most=most
                )
                amounts[part] = last
        middle = amounts["value"]
        for part, wrong in (("low", 1), ("high", -1)):
            end = amounts[part]
            if middle is not None and end is not None and wrong * (end - middle) > 0:
                errors[f"{part}-{where}"] = self._say(f"{part}_wrong")
                return cell
        try:
            return replace(cell, **amounts)
        except ValueError:
            errors[f"high-{where}"] = self._say("high_wrong")
            return cell

    def _amount_typed(
        self, text: str, part: str, before: float | None, criterion: Criterion
    ) -> float | None:
        if criterion.scale == "rated":
            return float(text) if text else None
        if not text.strip() and (part != "value" or before is None):
            return None
        return read_amount(text, self.lang, limits(criterion)[1])

    def _add(self, value: Mapping[str, Any]) -> None:
        kind, name = value.get("own_type"), value.get("own_name", "")
        if kind not in self.course.groups:
            self.form.errors = {"own_type": self._say("type_first")}
            return
        if len(name) > LONGEST_TEXT:
            self.form.errors = {"own_name": self._say("too_long", most=LONGEST_TEXT)}
            return
        self.form.value = {**self.form.value, "own_type": "", "own_name": ""}
        self._append(from_type(kind, name, self.course))
        self.form.status = self._say("added", name=self._named(self.picked))
        self.form.focus_on(f"name-{self.picked}")

    def _copy(self, _value: object) -> None:
        if self.group:
            self._append(self.group)
            self.form.status = self._say("added", name=self._named(self.picked))

    def _append(self, group: OwnGroup) -> None:
        if len(self.answers.own.groups) < MOST_GROUPS:
            self._set(self.answers.own.added(group))
            self.picked = self.answers.own.groups[-1].id
            self._draw()

    def _remove(self, _value: object) -> None:
        left = self.answers.own.removed(self.picked)
        if left.too_few(self.course):
            self.form.status = self._say("too_few")
            return
        name = self._named(self.picked)
        self._set(left)
        self._draw()
        self.form.status = self._say("removed", name=name)

    def _undo(self, _value: object) -> None:
        self.answers.undo_own()
        self.form.status = self._say("undone")

    def _named(self, ident: str) -> str:
        return next(
            (a.name for a in own_alternatives(self.answers) if a.id == ident), ""
        )
