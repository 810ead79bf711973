"""The one form that everything interactive is built from.

ipywidgets controls let Lab's single-key shortcuts through (`x` on a tick box cuts the
learner's cell) and tell a screen reader little, so `Form` draws native HTML itself. It
decides nothing: the page sends what was entered, callbacks answer with `errors`,
`marks`, `outputs` and `status`. Every change has a number and is acknowledged once it
is safe (see `keep_with`); without an acknowledgement the page says that answers are not
being kept.

Give every question ids of its own: a late answer to an earlier one is then dropped
instead of landing in the next.
"""

import logging
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from html import escape
from pathlib import Path
from typing import Any, Literal

import anywidget
import traitlets
from IPython.display import display

LABELS = (
    "choose",
    "choose_file",
    "failed",
    "file_limit",
    "lost",
    "missed",
    "moved",
    "move_down",
    "move_up",
    "no_file",
    "note",
    "right",
    "run_to_answer",
    "span",
    "too_large",
    "unanswered",
    "waiting",
    "wrong",
)
"""The phrases a form needs."""

Call = Callable[[], object]
OnValue = Callable[[dict[str, Any]], object]
State = Literal["right", "wrong", "missed", "note"]
Place = Literal["flow", "beside", "below"]

_HERE = Path(__file__).parent
_MEGABYTE = 1_000_000
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Field:
    """One thing in a form; `id` is its key in `value`, `errors` and `marks`."""

    id: str

    def __post_init__(self) -> None:
        if not self.id.strip():
            raise ValueError(f"a {type(self).__name__} has no id; give it one")

    def state(self) -> dict[str, Any]:
        """Return the field as the page gets it."""
        return {"kind": type(self).__name__.lower(), **asdict(self)}


@dataclass(frozen=True, slots=True)
class Heading(Field):
    """A heading inside the form (plain text)."""

    label: str
    level: int = 3


@dataclass(frozen=True, slots=True)
class Prose(Field):
    """Static HTML. Escape whatever a learner wrote."""

    html: str


@dataclass(frozen=True, slots=True)
class Output(Field):
    """Where `Form.outputs[id]`, an HTML string, is painted.

    Args:
        label: Names it to a screen reader; it is not shown.
        place: `flow`, where it stands among the fields; `beside`, in sight of all
            of them, which needs it to be small; `below`, under both.
    """

    label: str = ""
    place: Place = "flow"


@dataclass(frozen=True, slots=True)
class Asked(Field):
    """A field with a visible label and a line of help."""

    label: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """An offered answer; `Order` shows no description."""

    id: str
    label: str
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Optioned(Asked):
    """A field whose value is made of option ids."""

    options: Sequence[Option]

    def __post_init__(self) -> None:
        Asked.__post_init__(self)
        ids = [option.id for option in self.options]
        if len(set(ids)) < len(ids) or not all(ids):
            raise ValueError(f"field {self.id!r}: its option ids repeat: {ids}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Optioned):
    """Radio buttons. Value: the option's id; none until one is picked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices(Optioned):
    """Tick boxes. Value: a list of option ids, in the order offered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Select(Optioned):
    """A drop-down list. Value: the option's id, or `""` for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order(Optioned):
    """Entries to rank with buttons. Value: all option ids, first place first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Range(Asked):
    """A slider. Value: a number; none until it is moved or clicked.

    Args:
        low: What `min` means, in words; stands at that end.
        high: What `max` means, in words.
        scale: Words for single positions, shown while the slider stands there.
        start: Where the handle rests until the slider is touched; the middle if
            left out.
    """

    min: float
    max: float
    step: float = 1
    low: str = ""
    high: str = ""
    unit: str = ""
    scale: Mapping[float, str] | None = None
    start: float | None = None

    def __post_init__(self) -> None:
        Asked.__post_init__(self)
        if not (self.min < self.max and self.step > 0):
            raise ValueError(
                f"range {self.id!r}: min {self.min}, max {self.max}, step {self.step}; "
                "min must be below max and the step above 0"
            )

    def state(self) -> dict[str, Any]:
        """Return the field as the page gets it; JSON has no numbers as keys."""
        scale = {f"{at:.10g}": words for at, words in (self.scale or {}).items()}
        return {**Asked.state(self), "scale": scale}


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Asked):
    """A box for a number. Value: the text as typed; Python reads it."""

    unit: str = ""


@dataclass(frozen=True, slots=True)
class Line(Asked):
    """One line of text. Value: the text."""


@dataclass(frozen=True, slots=True)
class Area(Asked):
    """Several lines of text. Value: the text."""

    rows: int = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload(Asked):
    """A file from the learner; arrives at `Form.on_upload`, not in `value`."""

    accept: str = ""
    megabytes: int = 2


@dataclass(frozen=True, slots=True)
class Download(Asked):
    """A button that saves the file which `Form.on_download` provides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Button(Asked):
    """A button; see `Form.on_click`."""

    primary: bool = False


@dataclass(frozen=True, slots=True)
class File:
    """A file on its way in or out; `mime` is not set on the way in."""

    name: str
    data: bytes
    mime: str = "application/octet-stream"


class Form(anywidget.AnyWidget):
    """Native HTML fields whose values live in one dict.

    Set `errors`, `marks`, `outputs`, `disabled` and `value` to new objects: a change
    inside one is not noticed.

    Args:
        fields: What to show, in order; see also `show`.
        labels: The form's own phrases, by the names in `LABELS`.
        lang: The language of all text, for screen readers and numbers.
        value: What is entered already, by field id.
        name: Ties the form to its fallback. Give one, so that a notebook run again
            stays the same; without it the name is random.
        printed: What the fallback shows, for a form that asks one thing at a time.
        keeps: Whether what is entered is kept without a press of a button, so that
            the page may say that it waits until it is.

    Attributes:
        value: What is entered, by field id. Setting it calls no callback.
        errors: Sentences to show beside fields, by field id.
        marks: field id -> option id -> `{"state": ..., "text": ...}`; the option id
            `""` marks the field as a whole. See `mark_as`.
        outputs: HTML by id of an `Output`.
        status: A sentence that is shown below the fields and read out.
        disabled: Ids of fields and buttons that are off.
        kept: A sentence on what was kept of what is entered here.
        unkept: Why nothing is being kept, and what to do.

    Raises:
        ValueError: If ids repeat or a label is missing.
    """

    _esm = _HERE / "form.js"
    _css = (_HERE / "form.css").read_text("utf-8")

    fields = traitlets.List(traitlets.Dict()).tag(sync=True)
    value = traitlets.Dict().tag(sync=True)
    errors = traitlets.Dict().tag(sync=True)
    marks = traitlets.Dict().tag(sync=True)
    outputs = traitlets.Dict().tag(sync=True)
    status = traitlets.Unicode().tag(sync=True)
    disabled = traitlets.List(traitlets.Unicode()).tag(sync=True)
    lang = traitlets.Unicode("en").tag(sync=True)
    labels = traitlets.Dict().tag(sync=True)
    name = traitlets.Unicode().tag(sync=True)
    kept = traitlets.Unicode().tag(sync=True)
    unkept = traitlets.Unicode().tag(sync=True)
    keeps = traitlets.Bool(default_value=False).tag(sync=True)
    _alert = traitlets.Unicode().tag(sync=True)
    _edited = traitlets.Dict().tag(sync=True)
    _focus = traitlets.Dict().tag(sync=True)
    _seq = traitlets.Int(0).tag(sync=True)
    _ack = traitlets.Int(0).tag(sync=True)

    def __init__(
        self,
        fields: Iterable[Field],
        *,
        labels: Mapping[str, str],
        lang: str = "en",
        value: Mapping[str, Any] | None = None,
        name: str = "",
        printed: Iterable[Field] = (),
        keeps: bool = False,
    ) -> None:
        missing = [name for name in LABELS if name not in labels]
        if missing:
            raise ValueError(f"the form's labels lack {missing}; see LABELS")
        self._on_change: list[OnValue] = []
        self._on_click: dict[str, list[OnValue]] = {}
        self._on_upload: dict[str, Callable[[File], object]] = {}
        self._on_download: dict[str, Callable[[], File | None]] = {}
        self._pieces: dict[str, list[bytes]] = {}
        self._taken: dict[str, int] = {}
        self._is_safe: Callable[[], bool] = lambda: True
        self._keep: Callable[[], object] = lambda: None
        self._look: Callable[[], object] = lambda: None
        super().__init__(
            fields=_states(fields),
            labels=dict(labels),
            lang=lang,
            value=dict(value or {}),
            name=name or f"form-{uuid.uuid4().hex[:12]}",
            keeps=keeps,
        )
        self._printed = _states(printed)
        self.on_msg(self._receive)

    def show(
        self, fields: Iterable[Field], value: Mapping[str, Any] | None = None
    ) -> None:
        """Replace the fields, and with them value, errors, marks and outputs.

        Fields that stay the same keep their place in the page, and the focus.
        """
        with self.hold_sync():
            self.fields = _states(fields)
            self.value = dict(value or {})
            self.errors, self.marks, self.outputs = {}, {}, {}
            self.disabled, self.status = [], ""

    def renew(self, fields: Iterable[Field]) -> None:
        """Show fields that may have changed; what is entered and its errors stay."""
        fields, errors = list(fields), self.errors
        if _states(fields) != self.fields:
            self.show(fields, self.value)
            self.errors = errors

    def focus_on(self, field_id: str) -> None:
        """Move the focus to a field, or for "" to `status`, which is then read out."""
        self._focus = {"id": field_id, "count": self._focus.get("count", 0) + 1}

    def on_change(self, callback: OnValue) -> None:
        """Call back with the whole value after every change a learner makes."""
        self._on_change.append(callback)

    def on_click(self, button_id: str, callback: OnValue) -> None:
        """Call back with the value, pending text included, on every press."""
        self._on_click.setdefault(button_id, []).append(callback)

    def on_upload(self, field_id: str, callback: Callable[[File], object]) -> None:
        """Call back with the file a learner hands over; it is within the limit."""
        self._on_upload[field_id] = callback

    def on_download(self, field_id: str, provider: Callable[[], File | None]) -> None:
        """Ask `provider` for the file to save each time the button is pressed.

        With None nothing is saved; then say why.
        """
        self._on_download[field_id] = provider

    def keep_with(
        self,
        is_safe: Callable[[], bool],
        keep: Callable[[], object],
        look: Callable[[], object] = lambda: None,
    ) -> None:
        """Acknowledge what is entered only once it is safe.

        Args:
            is_safe: Tells whether all that the callbacks were given is safe, or
                why it is not has been said.
            keep: Makes it so; called after a press, and when the page goes away.
            look: Takes in what was entered elsewhere; called before a press.
        """
        self._is_safe, self._keep, self._look = is_safe, keep, look

    def acknowledge(self) -> None:
        """Tell the page that all it sent has arrived, if it is safe."""
        if self._is_safe():
            self._ack = self._seq

    def enter(self, **value: Any) -> None:
        """Do what the page does when a learner fills in fields (for tests)."""
        whole = {**self.value, **value}
        number = self._seq + 1
        edited = dict.fromkeys(value, number)
        self.set_state({"value": whole, "_edited": edited, "_seq": number})

    def press(self, button_id: str) -> None:
        """Do what the page does when a learner presses a button (for tests)."""
        self._receive(self, {"type": "click", "id": button_id}, [])

    def fallback(self) -> str:
        """Return questions and options as plain HTML, for a page without a kernel.

        No answers, outputs or controls: it survives the sanitizers of Lab and GitHub.
        """
        parts = [self._plain(field) for field in self._printed or self.fields]
        parts.append(f"<p><em>{escape(self.labels['run_to_answer'])}</em></p>")
        inside = "\n".join(part for part in parts if part)
        # Lab would read what stands between two dollar signs as a formula.
        marker = f"netlesson-fallback mathjax_ignore nl-for-{escape(self.name)}"
        return f'<div class="{marker}" lang="{self.lang}">\n{inside}\n</div>'

    def _plain(self, field: Mapping[str, Any]) -> str:
        """Return one field as HTML without controls; buttons and outputs as nothing."""
        match field["kind"]:
            case "prose":
                return str(field["html"])
            case "heading":
                level = field["level"]
                return f"<h{level}>{escape(field['label'])}</h{level}>"
            case "button" | "download" | "output" | "upload":
                return ""
        lines = [f"<p><strong>{escape(field['label'])}</strong>"]
        lines += [f"<br>{escape(field['help'])}"] if field["help"] else []
        if field["kind"] == "range":
            low, high = self._end(field, "min", "low"), self._end(field, "max", "high")
            span = self.labels["span"].format(low=low, high=high)
            lines.append(f"<br>{escape(span)}")
        lines.append("</p>")
        if "options" in field:
            lines += ["<ul>", *map(_plain_option, field["options"]), "</ul>"]
        return "".join(lines)

    def _end(self, field: Mapping[str, Any], at: str, words: str) -> str:
        end = f"{self.written(field[at])} {field['unit']}".strip()
        return f"{end} ({field[words]})" if field[words] else end

    def written(self, amount: float) -> str:
        """Write a number for the fallback; the page writes its own."""
        return f"{amount:.10g}"

    def _ipython_display_(self) -> None:
        """Show the fallback, then the form, which hides the fallback while it lives.

        Two outputs, because a notebook is committed without its widget views.
        """
        start = {"text/plain": self.labels["run_to_answer"]}
        display({"text/html": self.fallback(), **start}, raw=True)
        bundle, metadata = self._repr_mimebundle_() or ({}, {})
        # An untrusted notebook shows the text in place of the view; nothing is better.
        display({**bundle, "text/plain": ""}, metadata=metadata, raw=True)

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Take a change from the page (called by ipywidgets)."""
        rest = {n: x for n, x in sync_data.items() if n not in ("value", "_seq")}
        super().set_state(rest)
        self._take(sync_data.get("_seq", 0), sync_data, rest.get("_edited"), [])

    def _receive(self, _form: object, content: Any, buffers: list[Any]) -> None:
        field_id, number = content.get("id"), content.get("seq", self._seq + 1)
        calls: list[Call] = []
        match content.get("type"):
            case "click" if field_id not in self.disabled:
                calls = self._calls(self._on_click.get(field_id, []))
            case "upload" if field_id in self._on_upload:
                calls = [lambda: self._take_piece(content, bytes(buffers[0]))]
            case "download" if field_id in self._on_download:
                calls = [lambda: self._give(field_id, content["view"])]
        calls = [lambda: self._look(), *calls, lambda: self._keep()]
        self._take(number, content, content.get("edited"), calls)

    def _take(
        self, number: int, content: Mapping[str, Any], edited: Any, calls: list[Call]
    ) -> None:
        """Take what was edited in the page, call back, then acknowledge.

        Every message brings the whole value and the number of each edit: what was
        taken already is not taken again, and what is older is dropped. Of the value,
        what was not edited may be older than what is here.
        """
        changed: list[Call] = []
        with self.hold_sync():
            value = content.get("value", {})
            given = dict.fromkeys(value, number) if edited is None else edited
            known = {field["id"] for field in self.fields} & value.keys()
            mine = {n for n in known if given.get(n, 0) > self._taken.get(n, 0)}
            if mine:
                self._taken.update({name: given[name] for name in mine})
                new = {**self.value, **{name: value[name] for name in mine}}
                if new != self.value:
                    changed = self._calls(self._on_change)
                # What the page knows already need not go back to it.
                known_there = {"value": new} if new == value else {}
                super().set_state({"_seq": max(number, self._seq), **known_there})
                self.value = new
            elif number > self._seq:
                super().set_state({"_seq": number})
            self.respond([*changed, *calls])

    def _calls(self, callbacks: Iterable[OnValue]) -> list[Call]:
        def call(callback: OnValue) -> object:
            return callback(self.value)  # as it is by then

        return [partial(call, each) for each in callbacks]

    def _take_piece(self, content: Mapping[str, Any], data: bytes) -> None:
        """Take a piece of a file; a server passes on no message of any size."""
        field_id, at, of = content["id"], content.get("piece", 0), content.get("of", 1)
        field = next(each for each in self.fields if each["id"] == field_id)
        pieces = self._pieces.setdefault(field_id, [])
        if at == 0:
            pieces.clear()
        pieces.append(data)
        if sum(map(len, pieces)) > field["megabytes"] * _MEGABYTE:
            pieces.clear()
            sentence = self.labels["too_large"].format(n=field["megabytes"])
            self.errors = {**self.errors, field_id: sentence}
        elif at == of - 1 and len(pieces) == of:
            whole = b"".join(self._pieces.pop(field_id))
            self._on_upload[field_id](File(content["name"], whole))

    def _give(self, field_id: str, view: str) -> None:
        file = self._on_download[field_id]()
        if file is None:
            return
        content = {"type": "file", "view": view, "name": file.name, "mime": file.mime}
        self.send(content, [file.data])

    def respond(self, calls: Iterable[Call]) -> None:
        """Call back, then acknowledge; a subclass may look at what came of it."""
        self._alert = ""
        try:
            for call in calls:
                call()
        except Exception:  # noqa: BLE001 (the learner must not lose the form)
            _log.exception("a callback of form %r failed", self.name)
            self._alert = self.labels["failed"]
        self.acknowledge()


def mark_as(state: State, text: str = "") -> dict[str, str]:
    """Return an entry of `Form.marks`."""
    return {"state": state, "text": text}


def _states(fields: Iterable[Field]) -> list[dict[str, Any]]:
    states = [field.state() for field in fields]
    ids = [state["id"] for state in states]
    repeated = sorted({each for each in ids if ids.count(each) > 1})
    if repeated:
        raise ValueError(f"field ids repeat: {repeated}; every field needs its own")
    return states


def _plain_option(option: Mapping[str, str]) -> str:
    words = [option["label"], option["description"]]
    return f"<li>{'<br>'.join(escape(each) for each in words if each)}</li>"
