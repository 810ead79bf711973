"""A form with a field of every kind; the browser tests run it in a notebook."""

import tomllib

from netlesson.content import DATA
from netlesson.form import form as f

strings = tomllib.loads((DATA / "strings.toml").read_text(encoding="utf-8"))["form"]
labels = {name: text["en"] for name, text in strings.items()}

TYPES = [
    f.Option("chambers", "Chambers of commerce", "Open to every business of a place."),
    f.Option("leads", "Leads groups", "One member per trade; meets every week."),
    f.Option("informal", "Informal networks <b>🤝 & friends</b>"),
]
FIELDS = [
    f.Heading("top", "Every kind of field"),
    f.Prose("intro", "<p>Words that <em>Python</em> wrote.</p>"),
    f.Choice("pick", "Which type admits one member per trade?", options=TYPES),
    f.Choices("picks", "Which of these meet in person?", "Tick all.", options=TYPES),
    f.Select("list", "Which one do you know best?", options=TYPES),
    f.Range(
        "reach",
        "How far should the contacts reach?",
        "Think of where your customers are.",
        min=1,
        max=5,
        low="my own town",
        high="several countries",
        scale={1: "my town", 3: "my region", 5: "several countries"},
    ),
    f.Range("money", "Budget", min=0, max=6000, step=50, unit="EUR", start=0),
    f.Number("hours", "Hours a month", "A number such as 2,5", unit="hours"),
    f.Line("goal", "What do you hope for?", "One line is enough."),
    f.Area("notes", "Notes"),
    f.Order("needs", "What matters most?", "First place on top.", options=TYPES),
    f.Upload("file", "Bring your work back", megabytes=1),
    f.Button("check", "Check", primary=True),
    f.Button("fail", "Break"),
    f.Download("save", "Save my work"),
    f.Output("table", "Ranking"),
]
seen = []
form = f.Form(FIELDS, labels=labels, name="every-kind")


def changed(value):
    seen.append(value)
    entered = len([each for each in value.values() if each not in (None, "", [])])
    form.status = f"{entered} fields are filled in."
    rows = "".join(f"<tr><td>{key}</td></tr>" for key in value)
    form.outputs = {"table": f"<table>{rows}</table>"}


def checked(value):
    seen.append(("check", value))
    right = value.get("pick") == "leads"
    form.errors = {} if value.get("hours") else {"hours": "Please enter the hours."}
    form.marks = {
        "pick": {
            "leads": f.mark_as("right" if right else "missed", "One seat per trade."),
            "chambers": f.mark_as("wrong", "Chambers are open to all."),
            "informal": f.mark_as("note", "There is no rule at all."),
        }
    }


def broken(value):
    raise RuntimeError("the inside of the course")


form.on_change(changed)
form.on_click("check", checked)
form.on_click("fail", broken)
form.on_upload("file", lambda file: seen.append(file))
form.on_download("save", lambda: f.File("work.txt", "Grüße".encode(), "text/plain"))
