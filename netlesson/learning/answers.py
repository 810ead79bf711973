"""What a learner has answered, and the comparison that follows from it.

Every notebook has its own kernel; the journal is what they share. Widgets set
answers here and are told when something changed. Nothing here draws.
"""

import asyncio
import atexit
import logging
from collections.abc import Callable, Mapping
from threading import RLock
from typing import Any, TypeAlias

from msgspec.structs import replace

from ..content import (
    EURO,
    Alternative,
    Course,
    Knockout,
    Lang,
    Profile,
    converted,
    is_amount,
    is_number,
    local,
)
from ..deciding import (
    Comparison,
    CostInputs,
    OwnGroups,
    Suggestion,
    centroid,
    compare,
    compared,
    knockouts,
    reweigh,
    suggest,
)
from ..language import Edition, money
from . import changes
from .fitting import TOP
from .journal import Event
from .profile import UNKNOWN, country_of, read_profile, write_profile
from .quiz import Attempt, read_attempt
from .store import Store

Compared: TypeAlias = tuple[OwnGroups, Profile, tuple[Knockout, ...]]

PAUSE, LONGEST_PAUSE = 0.4, 2.0
LOOK = 0.5
"""How many seconds pass between two looks at what other notebooks wrote."""

_UNSEEN = object()
"""The version of a journal that was written to and not read back yet."""

_log = logging.getLogger(__name__)


class Answers(Edition):
    """A learner's profile, order and weights, kept in the journal.

    Attributes:
        course: The content that is compared, as it is in the learner's country.
        journal: Where answers are kept.
        lang: The learner's language.
        typed: What stands in the profile form, complete or not.
        order: Criterion ids, the most important first.
        points: Weight points by criterion id, 0 to 100.
        costs: What is entered about costs.
        own: The learner's own groups, and the types left out.
        plan: What stands in the plan of the trial, complete or not.
        result: What was counted in the trial, as far as it is entered.
        given: How many times something was entered here.
    """

    def __init__(self, course: Course, journal: Store, lang: Lang) -> None:
        super().__init__(course, lang)
        self.journal = journal
        self._watchers: list[Callable[[], object]] = []
        self._keepers: list[Callable[[], object]] = []
        self._seen: tuple[set[str], object] = (set(), ())
        # Lab's messages come in a thread of their own; looking is done in another.
        self.turn = RLock()
        self._version: object = None
        self._since: float | None = None
        self.given = 0
        self._waiting: list[tuple[tuple[str, str], Event]] = []
        self._timer: asyncio.TimerHandle | None = None
        self._compared: tuple[Compared, Comparison] | None = None
        self._told: object = journal.problem
        self._before_start: dict[str, dict[str, Any]] | None = None
        self._states: dict[str, dict[str, Any]] = {}
        self._restore()
        atexit.register(self.keep)

    def _restore(self) -> None:
        self._own_before: list[tuple[dict[str, Any], dict[str, Any]]] = []
        self._own_step = ""
        self._lay()

    def _lay(self) -> None:
        """Lay what waits here over what the journal holds."""
        self._version, before = self.journal.version, self._states
        self._seen = self._there()
        self._states = {
            kind: changes.fold([*self.journal.history(kind), *self._drafts(kind)])
            for kind in changes.STATES
        }
        result, plan = self._states["result"], self._states["plan"]
        self._untold = "spent" in result and "currency" not in result
        if self._untold:
            # Before amounts said what they are in, it was what the plan said.
            result["currency"] = plan.get("currency", EURO)
        if self._before_start:
            # What was answered elsewhere is about the learner's own business.
            for kind, own in self._before_start.items():
                since = changes.difference(before[kind], self._states[kind])
                self._before_start[kind] = changes.patched(own, since)
        self._read_states()

    def _drafts(self, kind: str, part: str = "") -> list[Event]:
        """Return what waits about one thing, in the order in which it was typed."""
        return [event for of, event in self._waiting if of == (kind, part)]

    def _read_states(self) -> None:
        states = self._states
        # What somebody typed in another currency stays on disk as it is.
        self.course = local(self.course, country_of(states["profile"]))
        kinds = ("profile", "plan", "result", "costs", "own")
        shown = {kind: changes.exchanged(states[kind], self.course) for kind in kinds}
        self.typed: dict[str, Any] = shown["profile"]
        self.plan: dict[str, Any] = shown["plan"]
        self.result: dict[str, Any] = shown["result"]
        self.costs = changes.costs_of(shown["costs"])
        self.own = changes.own_of(shown["own"], self.course)
        self.order = self.suggestion.order
        self.points = _points(self.order, self.course)
        if weights := _weights(states["weights"], self.course):
            self.order, self.points = weights
            self._follow_market()

    def as_given(self, text: str, kind: str, *path: str) -> str:
        """Say before a text what an amount was typed as, if in another currency.

        `path` is where the amount stands in the state of its kind.
        """
        found: Any = self._states[kind]
        have, course = EURO, self.course
        for name in path:
            if isinstance(found, Mapping):
                have, found = found.get("currency", have), found.get(name)
        foreign = have != course.currency and changes.PRICES.intersection(path)
        if not foreign or not is_amount(found):
            return text
        new = course.currencies[course.currency]
        said = self.say(
            "currency.given",
            given=money(found, self.lang, have),
            amount=self.money(converted(course, found, have, new.id)),
            currency=new.name[self.lang],
            year=new.year,
        )
        return f"{said} {text}".rstrip()

    def _follow_market(self) -> None:
        """Let what counts in this market, and nothing else, be in the order.

        What the learner has set for the rest stays.
        """
        suggested = self.suggestion.order
        kept = [name for name in self.order if name in suggested]
        added = [name for name in suggested if name not in kept]
        if len(kept) == len(self.order) and not added:
            return
        starts = _points(suggested, self.course)
        counting = {*kept, *added}
        self.order = (*kept, *added)
        self.points = {
            name: starts[name]
            if name in added
            else self.points[name] * (name in counting)
            for name in self.course.criteria
        }

    @property
    def profile(self) -> Profile | None:
        """The business, once every question about it is answered."""
        return read_profile(self.typed, self.course)

    @property
    def business(self) -> Profile:
        """The profile, or one that excludes nothing while there is none."""
        return self.profile or replace(UNKNOWN, country=self.course.country)

    @property
    def suggestion(self) -> Suggestion:
        """Starting weights and knock-outs for the business."""
        return suggest(self.business, self.course)

    @property
    def knockouts(self) -> tuple[Knockout, ...]:
        """What excludes a group for this business; nothing without a profile."""
        return knockouts(self.business) if self.profile else ()

    @property
    def alternatives(self) -> tuple[Alternative, ...]:
        """What is compared, as rated for the business."""
        return compared(self.own, self.course, self.business, self.lang)

    @property
    def has_weights(self) -> bool:
        """Whether the learner has set an order or weights of their own."""
        return _weights(self._states["weights"], self.course) is not None

    def comparison(self) -> Comparison:
        """Compare with the learner's own weights.

        All weights at 0 would leave nothing to compare by; then all count the same.
        """
        if not any(self.points.values()):
            return self._compare(None)
        # Until a slider is moved, what the order stands for counts, not its rounding.
        follows = self.points == _points(self.order, self.course)
        shares = _shares(self.order, self.course)
        return self._compare(shares if follows else self.points)

    def equal(self) -> Comparison:
        """Compare with equal weights for all that counts in this market."""
        return self._compare(None)

    def taking_part(self, now: Comparison) -> Comparison:
        """Compare as `now`, as if the business took part in a chamber of its own."""
        active = replace(self.business, chamber="active")
        weights = {c.id: w for c, w in zip(now.criteria, now.shares, strict=True)}
        others = compared(self.own, self.course, active, self.lang)
        return compare(others, now.criteria, weights, self.knockouts)

    def _compare(self, points: Mapping[str, float] | None) -> Comparison:
        usual = () if points else self.suggestion.order
        weights = points or {n: float(n in usual) for n in self.course.criteria}
        # A slider changes weights only; what is weighed is worked out once.
        given = self.own, self.business, self.knockouts
        if self._compared is None or self._compared[0] != given:
            criteria = tuple(self.course.criteria.values())
            found = compare(self.alternatives, criteria, weights, self.knockouts)
            self._compared = given, found
        return reweigh(self._compared[1], weights)

    def set_profile(self, typed: Mapping[str, Any]) -> None:
        """Take what stands in the profile form.

        Order and weights follow the profile until the learner has set their own.
        """
        self._set("profile", self.typed, typed)

    def set_order(self, order: tuple[str, ...]) -> None:
        """Take an order of importance; the weights follow from it."""
        if order != self.order:
            self._set_weights(order, _points(order, self.course))

    def set_points(self, points: Mapping[str, float]) -> None:
        """Take weight points by criterion id."""
        self._set_weights(self.order, points)

    def start_again(self) -> None:
        """Go back to the order and weights that the profile suggests."""
        order = self.suggestion.order
        self._set_weights(order, _points(order, self.course), again=True)

    def _set_weights(
        self,
        order: tuple[str, ...],
        points: Mapping[str, float],
        *,
        again: bool = False,
    ) -> None:
        before = {"order": list(self.order), "points": self.points}
        after = {"order": list(order), "points": dict(points)}
        change = changes.difference(before, after)
        if again and not self.has_weights:
            change = after
        if not change:
            return
        if not self.has_weights:
            # The rest stays as the profile suggests it now, unless somebody sets it.
            change[changes.SUGGESTED] = before
        self._change("weights", change)

    def set_costs(self, costs: CostInputs) -> None:
        """Take what is entered about costs."""
        self._set("costs", changes.costs_state(self.costs), changes.costs_state(costs))

    def set_plan(self, plan: Mapping[str, Any]) -> None:
        """Take what stands in the plan of the trial."""
        self._set("plan", self.plan, plan)

    def set_result(self, result: Mapping[str, Any]) -> None:
        """Take what was counted in the trial, and what is decided on it."""
        self._set("result", self.result, result)

    def _set(
        self, kind: str, before: Mapping[str, Any], after: Mapping[str, Any]
    ) -> None:
        # Empty and missing are the same: what is refused leaves nothing behind.
        change = {
            name: each
            for name, each in changes.difference(before, after).items()
            if name in before or each != ""
        }
        change.pop("currency", None)  # it goes with the money, and with nothing else
        at = country_of(after) if kind == "profile" else self.course.country
        want = self.course.currency_of(at)
        if kind == "plan" and self._untold:
            self._untold = False
            self._take("result", {"currency": self._states["result"]["currency"]})
        if change := changes.priced(change, self._states[kind], self.course, want):
            self._change(kind, change)

    def set_own(self, own: OwnGroups, step: str = "") -> None:
        """Take the learner's own groups.

        Changes in a row whose `step` has the same name, such as letters of a word,
        are undone together.
        """
        before, after = changes.own_state(self.own), changes.own_state(own)
        if own.hidden != self.own.hidden:
            # Two notebooks may have left out all types, and then none counts as such.
            kept = self._states["own"].get("hidden", {})
            before["hidden"] = {n: True for n in kept if n in self.course.groups}
        if not (change := changes.difference(before, after)):
            return
        # What leads back touches nothing that was changed elsewhere in the meantime.
        back = changes.difference(after, before)
        if step and step == self._own_step:
            back = changes.composed(back, self._own_before.pop()[0])
        self._own_before.append((back, after))
        self._own_step = step
        self._change_own(change)

    def _change_own(self, change: dict[str, Any]) -> None:
        course, stored = self.course, self._states["own"].get("groups", {})
        groups = {
            name: changes.priced(each, stored.get(name, {}), course, course.currency)
            for name, each in change.get("groups", {}).items()
        }
        self._change("own", {**change, "groups": groups} if groups else change)

    @property
    def can_undo_own(self) -> bool:
        """Whether there is a change of the own groups to undo."""
        return bool(self._own_before)

    def undo_own(self) -> None:
        """Take back the last change of the own groups made in this notebook."""
        if self._own_before:
            self._own_step = ""
            back, left = self._own_before.pop()
            if change := changes.undone(back, left, changes.own_state(self.own)):
                self._change_own(change)

    def start_from(self, profile: Profile) -> None:
        """Take the answers of another business, and the weights they suggest."""
        if self._before_start is None:
            self._before_start = {n: self._states[n] for n in ("profile", "weights")}
        tag = {"currency": self.course.currency_of(profile.country)}
        self._replace(write_profile(profile) | tag, {})

    @property
    def can_go_back(self) -> bool:
        """Whether the learner's own answers were put aside for another business."""
        return self._before_start is not None

    def go_back(self) -> None:
        """Take the learner's own answers again."""
        if self._before_start is not None:
            before, self._before_start = self._before_start, None
            self._replace(before["profile"], before["weights"])

    def _replace(self, typed: dict[str, Any], weights: dict[str, Any]) -> None:
        for kind, after in (("profile", typed), ("weights", weights)):
            if change := changes.difference(self._states[kind], after):
                self._take(kind, change)
        self.keep()
        self._tell()

    def watch(self, callback: Callable[[], object], *, now: bool = False) -> None:
        """Call back after every change of an answer, and perhaps at once."""
        self._watchers.append(callback)
        if now:
            callback()

    def reload(self) -> None:
        """Read everything anew, for example after a journal was merged."""
        self.keep()
        self._restore()
        self._tell()

    def look(self) -> None:
        """Take over what other notebooks wrote, and write what could not be written."""
        journal = self.journal
        if not journal.saving:
            journal.retry()
        if journal.version != self._version:
            self._version = journal.version
            if self._there() != self._seen:
                self._lay()
                self._tell()
        if journal.problem != self._told:
            self._kept()

    def _there(self) -> tuple[set[str], object]:
        """Return what the journal holds, by ids, and what was left out of it."""
        return {event.id for event in self.journal.events()}, self.journal.faults

    def keep_looking(self) -> None:
        """Look again and again for as long as the notebook's kernel lives."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return

        def again() -> None:
            try:
                with self.turn:
                    self.look()
            except Exception:  # noqa: BLE001 (the next look may succeed)
                _log.exception("looking at the journal failed")
            loop.call_later(LOOK, again)

        loop.call_later(LOOK, again)

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """Every answer to an item of the course, in the order of the journal."""
        items, events = self.course.items, self.journal.events("attempt")
        found = (read_attempt(event.data, event.time, items) for event in events)
        return tuple(attempt for attempt in found if attempt)

    def record(self, kind: str, /, **data: Any) -> None:
        """Write to the journal now, then tell who watches."""
        self.keep()
        self.given += 1
        self._write(self.journal.draft(kind, data))
        self._kept()
        self._tell()

    def record_soon(self, kind: str, part: str, /, **data: Any) -> None:
        """Write to the journal once the learner pauses.

        A later one about the same part takes its place.
        """
        for event in self._drafts(kind, part):
            self._waiting.remove(((kind, part), event))
        self._waiting.append(((kind, part), self.journal.draft(kind, data)))
        self._write_soon()

    def _change(self, kind: str, change: dict[str, Any]) -> None:
        self._take(kind, change)
        self._tell()

    def _take(self, kind: str, change: dict[str, Any]) -> None:
        """Take a change: here at once, into the journal with the next pause."""
        about, drafts = (kind, ""), self._drafts(kind)
        draft = self.journal.draft(
            kind, change, after=[each for _, each in self._waiting]
        )
        self._states[kind] = changes.laid(self._states[kind], draft.data)
        if drafts and _fields(drafts[-1].data) == _fields(change):
            # The same field again: what was typed a moment ago need not be kept.
            self._waiting.remove((about, drafts[-1]))
            draft = replace(draft, data={**drafts[-1].data, **draft.data})
        self._waiting.append((about, draft))
        self._read_states()
        self._write_soon()

    def _write_soon(self) -> None:
        self.given += 1
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self._paused()
            return
        if self._timer is not None:
            self._timer.cancel()
        # Somebody who types without a pause must not wait for ever.
        self._since = self._since or loop.time()
        rest = max(0.0, self._since + LONGEST_PAUSE - loop.time())
        self._timer = loop.call_later(min(PAUSE, rest), self._paused)

    def _paused(self) -> None:
        with self.turn:
            untold = any(part for (_, part), _ in self._waiting)
            self.keep()
            if untold:
                self._tell()

    def _tell(self) -> None:
        """Tell who watches."""
        self._call(self._watchers)

    def _call(self, callbacks: list[Callable[[], object]]) -> None:
        """Call back; one that fails does not stop those that follow."""
        for callback in callbacks:
            try:
                callback()
            except Exception:  # noqa: BLE001
                _log.exception("showing a change failed")

    def stay_at(self, notebook: str) -> None:
        """Keep in which notebook the learner works, once there are answers to keep."""

        def note() -> None:
            last = self.journal.latest("notebook") or {}
            if self.journal.events() and last.get("id") != notebook:
                self._write(self.journal.draft("notebook", {"id": notebook}))

        self.on_kept(note)
        note()

    def keep(self) -> None:
        """Write what waits to the journal: one event a pause, not one a step."""
        self._timer = self._since = None
        if not self._waiting:
            return
        while self._waiting:
            self._write(self._waiting.pop(0)[1])
        self._kept()

    def _write(self, event: Event) -> None:
        self.journal.keep(event)
        self._seen[0].add(event.id)  # it is shown here already

    @property
    def waiting(self) -> bool:
        """Whether something was entered that the journal has not been given yet."""
        return bool(self._waiting)

    def waits(self, kind: str, part: str = "") -> bool:
        """Tell whether one thing waits; see `record_soon`."""
        return bool(self._drafts(kind, part))

    def on_kept(self, callback: Callable[[], object]) -> None:
        """Call back whenever answers were written, or could not be."""
        self._keepers.append(callback)

    def _kept(self) -> None:
        self._version, self._told = _UNSEEN, self.journal.problem
        self._call(self._keepers)


def _fields(change: Any) -> Any:
    """Return which fields a change is about."""
    if not isinstance(change, Mapping):
        return None
    return {n: _fields(each) for n, each in change.items() if n != changes.SUGGESTED}


def _points(order: tuple[str, ...], course: Course) -> dict[str, float]:
    """Return the weights of an order as whole points, the first as 100."""
    shares = _shares(order, course)
    return {name: float(round(TOP * share)) for name, share in shares.items()}


def _shares(order: tuple[str, ...], course: Course) -> dict[str, float]:
    """Return the centroid weights of an order, the first as 1."""
    shares = centroid(len(order))
    weights = dict.fromkeys(course.criteria, 0.0)
    weights.update(zip(order, (share / shares[0] for share in shares), strict=True))
    return weights


def _weights(
    kept: Mapping[str, Any], course: Course
) -> tuple[tuple[str, ...], dict[str, float]] | None:
    """Return the order that is kept, with points; None if a criterion lacks them.

    Of criteria that are gone, as with content of one's own, nothing counts.
    """
    order, points = kept.get("order"), kept.get("points")
    if not (isinstance(order, list) and isinstance(points, dict)):
        return None
    if not all(isinstance(n, str) for n in order) or len(set(order)) < len(order):
        return None
    known = tuple(name for name in order if name in course.criteria)
    given: dict[str, Any] = {name: points.get(name) for name in course.criteria}
    if not known or not all(is_number(p) and 0 <= p <= TOP for p in given.values()):
        return None
    return known, {name: float(points) for name, points in given.items()}
