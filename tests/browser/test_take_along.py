"""Real groups, prices, limits and a plan, from the page into the files and back."""

import io
import re
from datetime import date, timedelta

import icalendar
import openpyxl
import pandas as pd
import pytest
from conftest import ROOT

FORMULA = '=HYPERLINK("http://localhost/x","click")'
SCRIPT = "<img src=x onerror='window.hit=1'>& \"quoted\" שלום 🥐"
GROUPS = {
    "Tuesday at the Lion": ("leads", "1.100,50"),
    FORMULA: ("events", "12,000.50"),
    SCRIPT: ("associations", "0"),
}
TYPES = {"chambers", "informal"}
RANKING = """rows => rows.map(row => [
    row.querySelector(".nl-rank").textContent.trim().replace(/\\D/g, ""),
    row.querySelector("th").textContent.trim(),
    Number(row.querySelector(".nl-score b").textContent),
])"""


@pytest.fixture(scope="module")
def notebooks(lab):
    return lab.copy(ROOT / "notebooks")


@pytest.fixture
def opened(cells_of, notebooks, lab):
    (lab.base / "home" / "journal.jsonl").unlink(missing_ok=True)

    def open_notebook(name):
        notebook = cells_of(notebooks / "en" / f"{name}.ipynb", height=12000)
        notebook.page.set_default_timeout(20_000)
        return notebook

    return open_notebook


def cell(notebook, cell_id):
    """Find the form of a cell."""
    ids = [each.id for each in notebook.saved().cells]
    cells = notebook.page.locator(".jp-Notebook .jp-Cell")
    return cells.nth(ids.index(cell_id)).locator(".nl-form")


def shown(form):
    """Read rank, name and points off the ranking on the screen."""
    form.locator(".nl-ranking tbody tr").first.wait_for()
    rows = form.locator(".nl-ranking tbody tr").evaluate_all(RANKING)
    return [(rank, name, points) for rank, name, points in rows]


def add_group(own, name, kind, price):
    own.get_by_label("Which type is it?").select_option(kind)
    own.get_by_label("What is it called?").first.fill(name)
    own.get_by_role("button", name="Add this group").click()
    picked = own.get_by_label("Which group do you want to change?")
    picked.locator("option:checked", has_text=name).wait_for(state="attached")
    own.get_by_label("I know better").check()
    own.get_by_label("Your own figure").fill(price)
    own.get_by_label("Why?").fill(f"asked: {SCRIPT}")
    own.get_by_text(f"asked: {SCRIPT}").first.wait_for()


def build(notebook):
    """Compare two types with three groups of one's own, within limits."""
    start = cell(notebook, "start")
    start.get_by_label("Start from one of the twelve").select_option("heating")
    start.get_by_role("button", name="Use this business").click()
    start.get_by_text("The comparison is now for").wait_for()
    own = cell(notebook, "own")
    for name, (kind, price) in GROUPS.items():
        add_group(own, name, kind, price)
    types = own.get_by_role("group", name="Which types do you want to compare with?")
    for box in types.locator("input").all():
        box.set_checked(box.get_attribute("value") in TYPES)
    weights = cell(notebook, "weights")
    trust = weights.get_by_role("slider", name=re.compile("^Trust"))
    trust.focus()
    for _ in range(3):
        notebook.page.keyboard.press("PageUp")
    limit = weights.get_by_label("How much may networking cost you in a year?")
    limit.fill("1000")
    out = weights.locator(".nl-out th", has_text="Tuesday at the Lion")
    out.wait_for()
    limit.fill("1.500,00")
    out.wait_for(state="detached")
    weights.locator(".nl-out th", has_text="HYPERLINK").wait_for()
    names = {name for _, name, _ in shown(weights)}
    assert names == {*GROUPS, "Chambers of commerce", "Informal networks"}


def plan_trial(form, first, second, start):
    """Fill in the plan; complete, it stands below and can be downloaded."""
    for name in (first, second):
        form.get_by_label(name).first.check()
    fields = {
        "First day": start.isoformat(),
        "Money for the whole trial": "350",
        "Hours for the whole trial": "30,5",
        "New contacts": "15",
        "New customers": "1",
        "We stop if it is below": "1",
    }
    for label, text in fields.items():
        form.get_by_label(label).first.fill(text)
    form.get_by_label("Which count decides?").select_option("customers")
    form.get_by_text("Stop if “New customers” stands below 1").wait_for()


@pytest.mark.long
def test_what_is_on_the_screen_is_in_every_file(opened, lab, tmp_path):
    compare = opened("08_compare")
    build(compare)
    compare.page.wait_for_timeout(800)
    before = shown(cell(compare, "weights"))
    compare.load()
    compare.run_all()
    assert shown(cell(compare, "weights")) == before
    assert compare.page.evaluate("window.hit") is None
    assert compare.strangers() == []

    decide = opened("09_decide")
    assert shown(cell(decide, "ranking")) == before
    form = cell(decide, "plan")
    first, second = (name for rank, name, _ in before[:2])
    start = date.today() + timedelta(days=7)
    plan_trial(form, first, second, start)
    files = {}
    for ending, label in {
        "html": "Report (to print)",
        "csv": "Comparison as CSV",
        "xlsx": "Comparison and plan for a spreadsheet (XLSX)",
        "ics": "Dates for the calendar (ICS)",
    }.items():
        with decide.page.expect_download() as caught:
            form.get_by_role("button", name=label).click()
        files[ending] = tmp_path / f"file.{ending}"
        caught.value.save_as(files[ending])
        assert caught.value.suggested_filename.endswith(f".{ending}")

    frame = pd.read_csv(files["csv"], encoding="utf-8-sig")
    assert rows_of(frame, guarded=True) == before
    sheet = pd.read_excel(files["xlsx"], sheet_name=0)
    assert rows_of(sheet) == before
    book = openpyxl.load_workbook(files["xlsx"])
    kinds = {c.data_type for each in book for line in each.iter_rows() for c in line}
    assert "f" not in kinds
    calendar = icalendar.Calendar.from_ical(files["ics"].read_bytes())
    days = sorted(entry.decoded("dtstart") for entry in calendar.walk("VEVENT"))
    assert days[0] == start
    assert days[-1] - start == timedelta(days=90)
    assert first in str(calendar.walk("VEVENT")[0]["description"])
    check_report(lab, files["html"], before)


def rows_of(frame, guarded=False):
    """Return rank, name and points as they stand in a file's first table."""
    ranks = ["" if pd.isna(each) else str(int(each)) for each in frame.iloc[:, 0]]
    names = [str(each) for each in frame.iloc[:, 1]]
    if guarded:
        assert not [name for name in names if re.match(r"[=+\-@]", name)]
        names = [name.removeprefix("'") for name in names]
    return list(zip(ranks, names, frame.iloc[:, 3].tolist(), strict=True))


def check_report(lab, path, ranking):
    """Open the report in the browser: the same numbers, and nothing runs."""
    context = lab.browser.new_context()
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    rows = page.locator(".nl-ranking tbody tr").evaluate_all(RANKING)
    names = [name.replace("\N{SOFT HYPHEN}", "") for _, name, _ in rows]
    assert [(r, n, p) for (r, _, p), n in zip(rows, names, strict=True)] == ranking
    page.wait_for_timeout(500)
    assert page.evaluate("window.hit") is None
    assert page.locator("img[src='x'], a[href*='localhost/x']").count() == 0
    assert page.get_by_text(f"asked: {SCRIPT}").count()
    strangers = [url for url in asked if not url.startswith(("file:", "data:"))]
    assert strangers == []
    assert io.BytesIO(page.pdf(format="A4")).read(4) == b"%PDF"
    context.close()
