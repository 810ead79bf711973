"""Small records and folders for tests, each with what a test does not care about."""

import subprocess
import sys
from functools import cache
from pathlib import Path

import msgspec

from netlesson.content import (
    DATA,
    Alternative,
    Criterion,
    Profile,
    Text,
    load_course,
    local,
)
from netlesson.deciding import compare, suggest, types

ROOT = Path(__file__).parents[1]
PROFILE = {
    "country": "DE",
    "market": "regional",
    "customers": "businesses",
    "money": 1500.0,
    "hours": 10.0,
    "fixed_slot": "no",
    "need_1": "referrals",
}
HEAVY = {"anywidget", "icalendar", "ipywidgets", "matplotlib", "openpyxl", "pandas"}
HEAVY |= {"pyphen"}  # has the patterns of all languages


@cache
def course():
    return load_course()


def text(words):
    return Text(en=words, de=f"{words} (de)")


def rated(name="reach"):
    """A criterion on the scale of 1 to 5."""
    return Criterion(
        id=name,
        heading="reach",
        objective="MAX",
        scale="rated",
        name=text(name),
        question=text("how much?"),
        does_not_count=text("anything else"),
        jump=text("from 1 to 5"),
        need=text("more of it"),
        anchors={level: text(level) for level in "135"},
    )


def measured(name="money", points=((0, 1), (2000, 0)), objective="MIN"):
    """A criterion in a unit of its own."""
    return Criterion(
        id=name,
        heading="effort",
        objective=objective,
        scale="measured",
        name=text(name),
        question=text("how much?"),
        does_not_count=text("anything else"),
        jump=text("from much to nothing"),
        unit=text("a year"),
        points=points,
    )


def alternative(ident, /, low=None, high=None, **more):
    """An alternative; ratings that are no field are given by criterion id."""
    fields = {f: more.pop(f) for f in Alternative.__struct_fields__ if f in more}
    ratings = fields.pop("ratings", more)
    return Alternative(
        **{
            "id": ident,
            "name": ident.title(),
            "group": ident,
            "colour": "#0072B2",
            "ratings": ratings,
            "low": ratings | (low or {}),
            "high": ratings | (high or {}),
        }
        | fields
    )


def from_values(values, weights, **more):
    """Compare alternatives that have these values (0..1) on rated criteria."""
    criteria = [rated(f"c{j}") for j in range(len(weights))]
    alternatives = [
        alternative(f"a{i}", ratings={f"c{j}": 1 + 4 * v for j, v in enumerate(row)})
        for i, row in enumerate(values)
    ]
    shares = {f"c{j}": weight for j, weight in enumerate(weights)}
    return compare(alternatives, criteria, shares, **more)


def profile(**changes):
    """A business without any limit worth speaking of."""
    usual = Profile(
        country="DE",
        market="regional",
        customers="both",
        money=5000,
        hours=40,
        fixed_slot=True,
        seat_taken=False,
        needs=(),
    )
    return msgspec.structs.replace(usual, **changes)


def compared(business, content=None, lang="en", weights=None):
    """Compare the course's types for a business, with the suggested weights."""
    content = local(content or course(), business.country)
    start = suggest(business, content)
    return compare(
        types(content, business, lang),
        list(content.criteria.values()),
        weights or start.weights,
        start.knockouts,
    )


def shipped(name):
    return (DATA / name).read_text(encoding="utf-8")


def own_folder(folder, **files):
    """Write content files, named without `.toml`, and return their folder."""
    folder.mkdir(exist_ok=True)
    for name, written in files.items():
        data = written if isinstance(written, bytes) else written.encode()
        (folder / f"{name}.toml").write_bytes(data)
    return folder


def seventh_type():
    """groups.toml and ratings.toml with a type of one's own added."""
    group = """
[[group]]
id = "coworking"
colour = "#333333"
name = { en = "Coworking spaces", de = "Coworking-Räume" }
short = { en = "Coworking", de = "Coworking" }
summary = { en = "A desk among others.", de = "Ein Tisch unter anderen." }
suits = { en = "Those who work alone.", de = "Für alle, die allein arbeiten." }
"""
    rating = """
[[rating]]
group = "coworking"
criterion = "{name}"
value = {value}
low = {value}
high = {value}
basis = "estimate"
reason = {{ en = "Our guess.", de = "Unsere Annahme." }}
"""
    ratings = [
        rating.format(name=name, value={"money": 1200, "time": 2}.get(name, 4))
        for name in course().criteria
    ]
    return {
        "groups": shipped("groups.toml") + group,
        "ratings": shipped("ratings.toml") + "".join(ratings),
    }


def loaded_by(code):
    """Return the heavy packages that some code loads, in a Python of its own."""
    show = f"{code}\nimport sys\nprint('LOADED', *(set(sys.modules) & {HEAVY!r}))"
    command = [sys.executable, "-c", show]
    done = subprocess.run(  # noqa: S603 (our own)
        command, cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout.rpartition("LOADED")[2].split()
