"""Result files of a class: what the tables say, and what bad files cannot do."""

import json
import math
import os
import random
import re
from datetime import UTC, datetime, timedelta

import msgspec
import pandas as pd
import pytest
from builders import course
from markupsafe import escape
from playing import right, shown

from netlesson.activities.classroom import ClassResults
from netlesson.activities.quiz import quiz_form
from netlesson.activities.self_check import self_check_form
from netlesson.classroom.handin import (
    LIMIT,
    ItemResult,
    Place,
    Reflection,
    Result,
    encode_result,
    file_name,
    make_result,
)
from netlesson.classroom.page import body, page, write_tables
from netlesson.classroom.reading import Class, read_class
from netlesson.classroom.tables import ENOUGH, SMALLEST, make_tables
from netlesson.commands import cli
from netlesson.content import LANGS
from netlesson.learning import Answers, Journal

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
TOPICS = ("leads", "deciding")
BEFORE, AFTER, EASY = 0.3, 0.8, 0.75


def choices(topic):
    items = course().items.values()
    return [i for i in items if i.topic == topic and i.kind == "choice"]


def result(n, **parts):
    """Make one learner's result; `n` is who it is."""
    parts = {"time": NOON, "lang": "en"} | parts
    return Result(id=f"{n:016x}", **parts)


def answered(item, first, latest=None):
    return ItemResult(item=item.id, first=first, latest=latest or first)


def wrong_option(item):
    return next(option for option in item.options if not option.key)


def put(folder, results):
    folder.mkdir(exist_ok=True)
    for each in results:
        (folder / file_name(each)).write_bytes(encode_result(each))
    return folder


def many(n, seed=0):
    """Make results that differ in everything."""
    chance = random.Random(seed)  # noqa: S311 (no secret)
    items = [i for i in course().items.values() if i.kind in ("choice", "opinion")]
    found = []
    for k in range(n):
        some = chance.sample(items, 40)
        picks = [
            answered(i, *(chance.choice(i.options).id for _ in range(2))) for i in some
        ]
        shares = [chance.random() for _ in course().criteria]
        weights = {
            c: s / sum(shares) for c, s in zip(course().criteria, shares, strict=True)
        }
        order = chance.sample(list(course().groups), 6)
        places = [Place(group=g, rank=r, score=0.5) for r, g in enumerate(order, 1)]
        found.append(
            result(
                k,
                items=tuple(picks),
                weights=weights,
                ranking=tuple(places),
                chosen=tuple(order[:2]),
            )
        )
    return found


def test_a_class_gives_the_numbers_that_were_put_in(tmp_path):
    """Thirty learners answer in the real forms; knowledge differs by person.

    One question is hard, and one misconception draws most of those who miss it.
    """
    chance = random.Random(7)  # noqa: S311 (no secret)
    hard = choices("leads")[0]
    belief = next(o for o in hard.options if o.misconception)
    put_in = {"first": {}, "before": [], "after": []}
    for k in range(30):
        ability = chance.uniform(-0.15, 0.15)
        learner = Answers(course(), Journal(tmp_path / str(k)), "en")

        def respond(item, knows, ability=ability):
            if item is hard:
                key = next(iter(item.key))
                pick = key if chance.random() < 0.1 else belief.id
                put_in["first"].setdefault(item.id, []).append(pick == key)
                return {item.id: pick}
            good = chance.random() < knows + ability
            put_in["first"].setdefault(item.id, []).append(good)
            if good or item.kind == "opinion":
                return right(item)
            return {**right(item), **missed(item)}

        before = play(self_check_form(learner, "opening"), respond, BEFORE)
        for topic in TOPICS:
            play(quiz_form(learner, topic, 30), respond, EASY)
        after = play(self_check_form(learner, "closing"), respond, AFTER)
        put_in["before"].append(share_right(put_in["first"], before))
        put_in["after"].append(share_right(put_in["first"], after))
        put(tmp_path / "handed_in", [make_result(learner)])
    made = make_tables(read_class(tmp_path / "handed_in", course()))

    assert made.learners == 30
    marked = {n for n in put_in["first"] if course().items[n].kind != "opinion"}
    rows = made.items.set_index("item")
    for name in marked:
        good = put_in["first"][name]
        assert rows.loc[name, "answers"] == len(good)
        assert rows.loc[name, "difficulty"] == pytest.approx(sum(good) / len(good))
    asked = rows.loc[rows["answers"] > 0]
    asked = asked[asked["pool"] == "practice"]
    assert asked["difficulty"].idxmin() == hard.id
    assert within(asked.loc[hard.id, "difficulty"], 0.1, 30)
    assert asked.loc[hard.id, "picked"] == belief.id
    assert asked.loc[hard.id, "misconception"] == belief.misconception
    assert within(asked.drop(hard.id)["difficulty"].mean(), EASY, 30 * len(asked))
    gain = made.gain.iloc[0]
    assert gain["learners"] == 30
    mean = sum(put_in["after"]) / 30 - sum(put_in["before"]) / 30
    assert gain["gain"] == pytest.approx(mean)
    assert abs(gain["gain"] - (AFTER - BEFORE)) < 3 * gain["error"] + 0.03


def play(form, respond, knows):
    """Answer a round in a form; return the items that were asked."""
    asked = []
    while item := shown(form):
        asked.append(item)
        form.enter(**respond(item, knows))
        form.press("check")
        if shown(form) is item:
            form.press("next")
    return asked


def missed(item):
    """Return one answer that is wrong."""
    match item.kind:
        case "choice":
            return {item.id: wrong_option(item).id}
        case "choices":
            return {item.id: [option.id for option in item.options]}
        case "rank":
            first, second, *others = item.order
            return {item.id: [second, first, *others]}
        case "number":
            return {item.id: "987654321"}
        case _:
            row = item.rows[0]
            other = next(o.id for o in item.options if o.id != row.key)
            return {f"{item.id}--{row.id}": other}


def share_right(first, items):
    return sum(first[item.id][-1] for item in items) / len(items)


def within(found, wanted, n):
    """Tell whether a share is within three standard errors of what it should be."""
    return abs(found - wanted) <= 3 * math.sqrt(wanted * (1 - wanted) / n)


def test_one_by_one_in_any_order_gives_the_same_tables(tmp_path):
    results = many(40)
    folder = put(tmp_path / "in", results)
    together = make_tables(read_class(folder, course()))
    singly = Class(course())
    shuffled = random.Random(3).sample(results, len(results))  # noqa: S311
    for each in shuffled:
        singly.add(each, file_name(each))
    for name, frame in together.frames().items():
        pd.testing.assert_frame_equal(frame, make_tables(singly).frames()[name])


def test_marks_are_made_anew_whatever_the_file_says():
    (item, *_) = choices("leads")
    lie = msgspec.structs.replace(
        answered(item, wrong_option(item).id), first_right=True, latest_right=True
    )
    found = Class(course())
    for n in range(SMALLEST):
        found.add(result(n, items=(lie,)), f"{n}.json")
    rows = make_tables(found).items.set_index("item")
    assert rows.loc[item.id, "difficulty"] == 0


def test_first_and_latest_are_told_apart():
    (item, *_) = choices("events")
    key, other = next(iter(item.key)), wrong_option(item).id
    found = Class(course())
    for n in range(4):
        found.add(result(n, items=(answered(item, other, key),)), f"{n}.json")
    topic = make_tables(found).topics.set_index("topic").loc["events"]
    assert (topic["first"], topic["latest"], topic["learners"]) == (0, 1, 4)


@pytest.mark.parametrize("lang", LANGS)
def test_nothing_is_said_about_fewer_than_three(lang):
    found = Class(course())
    for each in many(SMALLEST - 1):
        found.add(each, file_name(each))
    made = make_tables(found)
    assert made.items["difficulty"].isna().all()
    assert (made.items["times"] == 0).all()
    assert made.topics[["first", "latest"]].isna().all(axis=None)
    assert made.opinions.empty
    assert made.misconceptions.empty
    assert made.winners[["first", "chosen"]].isna().all(axis=None)
    assert "median" not in made.weights
    assert "gain" not in made.gain
    shown_page = page(found, lang)
    assert course().say("class.too_small", lang, smallest=SMALLEST) in shown_page
    assert "<table" not in shown_page


def test_an_item_with_two_answers_stays_hidden_in_a_large_class():
    one, two = choices("leads")[:2]
    found = Class(course())
    for n in range(10):
        given = [answered(one, "a"), *([answered(two, "a")] if n < 2 else [])]
        found.add(result(n, items=tuple(given)), f"{n}.json")
    rows = make_tables(found).items.set_index("item")
    assert not math.isnan(rows.loc[one.id, "difficulty"])
    assert math.isnan(rows.loc[two.id, "difficulty"])
    assert rows.loc[two.id, "picked"] == ""
    assert two.stem["en"] not in page(found, "en")


def test_discrimination_is_positive_where_the_able_are_right_and_needs_eight():
    telling, *others = choices("leads")[:6]

    def learner(n, able):
        picks = [next(iter(i.key)) if able else wrong_option(i).id for i in others]
        noise = next(iter(others[0].key)) if n % 2 else wrong_option(others[0]).id
        own = next(iter(telling.key)) if able else wrong_option(telling).id
        rest = zip(others[1:], picks[1:], strict=True)
        given = [(telling, own), (others[0], noise), *rest]
        return result(n, items=tuple(answered(i, p) for i, p in given))

    found = Class(course())
    for n in range(ENOUGH - 1):
        found.add(learner(n, n % 3 == 0), f"{n}.json")
    assert make_tables(found).items["discrimination"].isna().all()
    for n in range(ENOUGH - 1, 20):
        found.add(learner(n, n % 3 == 0), f"{n}.json")
    rows = make_tables(found).items.set_index("item")
    assert rows.loc[telling.id, "discrimination"] > 0.9
    assert abs(rows.loc[others[0].id, "discrimination"]) < 0.3


def test_shared_first_places_are_split_and_what_is_out_does_not_win():
    ranking = (
        Place(group="events", rank=1, score=0.9, out=True),
        Place(group="leads", rank=1, score=0.6),
        Place(group="informal", own=True, rank=1, score=0.6),
    )
    found = Class(course())
    for n in range(4):
        found.add(result(n, ranking=ranking, chosen=("leads",)), f"{n}.json")
    rows = make_tables(found).winners.set_index("group")
    assert rows["first"].to_dict() == {
        **dict.fromkeys(course().groups, 0.0),
        "leads": 2.0,
        "informal": 2.0,
    }
    assert rows.loc["leads", "chosen"] == 4


def test_of_two_files_of_one_person_the_later_counts():
    (item, *_) = choices("leads")
    key, other = next(iter(item.key)), wrong_option(item).id
    found = Class(course())
    late = NOON + timedelta(minutes=5)
    found.add(result(1, time=late, items=(answered(item, key),)), "new.json")
    found.add(result(1, items=(answered(item, other),)), "old.json")
    for n in (2, 3):
        found.add(result(n, items=(answered(item, key),)), f"{n}.json")
    assert len(found) == 3
    assert make_tables(found).items.set_index("item").loc[item.id, "difficulty"] == 1
    (skipped,) = found.skipped
    assert (skipped.file, skipped.problem.values["newer"]) == ("old.json", "new.json")


def test_what_this_course_does_not_know_is_named_and_the_rest_counts():
    (item, *_) = choices("leads")
    odd = ItemResult(item="no-such-item", first="a", latest="a")
    misfit = answered(choices("leads")[1], "zzz")
    strange = result(
        1,
        items=(answered(item, "a"), odd, misfit),
        weights={"luck": 1.0},
        ranking=(Place(group="golf", rank=1, score=1.0),),
        chosen=("golf",),
    )
    found = Class(course())
    found.add(strange, "strange.json")
    assert {each.problem.key for each in found.skipped} == {
        "class.strange_items",
        "class.misfits",
        "class.strange_criteria",
        "class.strange_types",
    }
    assert not any(each.whole for each in found.skipped)
    assert make_tables(found).items["answers"].sum() == 1


def hostile(folder):
    """Fill a folder with files that are no use, each in its own way."""
    good = json.loads(encode_result(result(99)))
    script = "<script>window.hit=1</script><img src=x onerror='window.hit=1'>"
    texts = {
        "not_json": "what a nice course",
        "truncated": encode_result(many(1)[0]).decode()[:300],
        "other_schema": json.dumps(good | {"schema": "one"}),
        "future": json.dumps(good | {"schema": 99}),
        "score_off": json.dumps(
            good | {"ranking": [{"group": "leads", "rank": 1, "score": 7}]}
        ),
        "nan": json.dumps(good | {"weights": {"trust": math.nan}}),
        "foreign": json.dumps({"hello": script}),
        "deep": "[" * 200_000,
        "empty": "",
        "type": json.dumps([good]),
    }
    for name, text in texts.items():
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
    proto = {"__proto__": {"polluted": 1}, "constructor": {"prototype": {}}}
    (folder / "proto.json").write_text(json.dumps({**proto, "schema": 1}))
    (folder / "latin.json").write_bytes(json.dumps(good).encode() + b"\xff\xfe")
    with (folder / "huge.json").open("wb") as file:
        file.truncate(200_000_000)
    (folder / "folder.json").mkdir()
    (folder / "gone.json").symlink_to(folder / "nowhere.json")
    (folder / f"{script[:40].replace('/', '')}.json").write_text("{", encoding="utf-8")
    return len(list(folder.iterdir()))


def test_bad_files_are_named_with_a_reason_and_all_others_count(tmp_path):
    folder = put(tmp_path / "in", many(5))
    before = hostile(folder) - 5
    found = read_class(folder, course())
    assert len(found) == 5
    named = {each.file for each in found.skipped}
    assert len(named) == before
    for lang in LANGS:
        shown_page = page(found, lang)
        for each in found.skipped:
            reason = course().say(each.problem.key, lang, **each.problem.values)
            assert reason.split("“")[0].split("„")[0] in shown_page
        assert "<script>window" not in shown_page
        assert "<img" not in shown_page


def test_a_file_that_cannot_be_opened_or_never_ends_is_named(tmp_path, monkeypatch):
    folder = put(tmp_path / "in", many(3))
    os.mkfifo(folder / "pipe.json")
    locked = folder / "locked.json"
    locked.write_text("{}")
    opened = type(locked).open

    def refuse(path, *args, **kwargs):
        if path.name == "locked.json":
            raise PermissionError(13, "Permission denied")
        return opened(path, *args, **kwargs)

    monkeypatch.setattr(type(locked), "open", refuse)
    found = read_class(folder, course())
    assert len(found) == 3
    assert {each.file for each in found.skipped} == {"pipe.json", "locked.json"}


def test_a_huge_file_is_never_read(tmp_path):
    with (tmp_path / "huge.json").open("wb") as file:
        file.truncate(LIMIT + 1)
    (skipped,) = read_class(tmp_path, course()).skipped
    assert skipped.problem.key == "handin.too_big"


FORMULA = '=HYPERLINK("http://localhost/x","click")'


def test_no_text_becomes_a_formula_or_html(tmp_path):
    notes = (
        Reflection(name="decide-choice", text=FORMULA),
        Reflection(name="chambers", text="<script>window.hit=1</script>"),
    )
    folder = put(
        tmp_path / "in", [result(n, name=FORMULA, reflections=notes) for n in range(4)]
    )
    (folder / "=cmd.json").write_text("no json")
    found = read_class(folder, course())
    written = write_tables(tmp_path / "csv", found, make_tables(found), "en")
    assert {path.name for path in written} >= {"items.csv", "skipped.csv"}
    for path in written:
        frame = pd.read_csv(path, encoding="utf-8-sig", keep_default_na=False)
        for text in (
            frame.select_dtypes(include=["object", "string"]).to_numpy().ravel()
        ):
            assert not str(text).startswith(("=", "+", "-", "@")), (path.name, text)
    shown_page = page(found, "en", reflections=True)
    assert "&lt;script&gt;" in shown_page
    assert "<script>" not in shown_page
    assert FORMULA not in page(found, "en")


def test_tables_are_what_a_spreadsheet_of_the_language_opens(tmp_path):
    """Else a German one would begin a cell at `;`, and find the formula behind it."""
    notes = (Reflection(name="decide-choice", text="a;=1+1;b"),)
    results = [result(n, reflections=notes) for n in range(4)]
    found = read_class(put(tmp_path / "in", [*many(12), *results]), course())
    write_tables(tmp_path / "csv", found, make_tables(found), "de")
    marks = {"sep": ";", "decimal": ",", "encoding": "utf-8-sig"}
    notes = pd.read_csv(tmp_path / "csv/reflections.csv", **marks)
    assert set(notes["text"]) == {"a;=1+1;b"}
    shares = pd.read_csv(tmp_path / "csv/topics.csv", **marks)["first"].dropna()
    assert len(shares)
    assert shares.between(0, 1).all()


def test_names_are_shown_nowhere(tmp_path):
    results = [msgspec.structs.replace(r, name="Qwxz") for r in many(5)]
    found = read_class(put(tmp_path / "in", results), course())
    assert "Qwxz" not in page(found, "en", reflections=True)
    for path in write_tables(tmp_path / "csv", found, make_tables(found), "en"):
        assert "Qwxz" not in path.read_text("utf-8")


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_shows_the_numbers_of_the_tables(lang):
    found = Class(course())
    for each in many(40):
        found.add(each, file_name(each))
    made, html = make_tables(found), body(found, lang)
    sign = "\u00a0%" if lang == "de" else "%"
    for row in made.topics.to_dict("records"):
        if not math.isnan(row["first"]):
            assert f"<b>{round(100 * round(row['first'], 2))}{sign}</b>" in html
    hardest = made.items.dropna(subset="difficulty").sort_values("difficulty").iloc[0]
    assert escape(course().items[hardest["item"]].stem[lang]) in html
    assert not re.search(r"[>: ]None[<;%]", html)
    assert not re.search(r"\bnan\b", html)


def test_the_command_writes_page_and_tables_and_spares_other_files(tmp_path, capsys):
    folder = put(tmp_path / "in", many(4))
    out, tables = tmp_path / "class.html", tmp_path / "csv"
    arguments = ["class", str(folder), "--out", str(out), "--csv", str(tables)]
    assert cli.main(arguments) == 0
    assert "4 result files count, 0 were left out" in capsys.readouterr().out
    assert cli.main(arguments) == 0, "a page of ours may be written anew"
    assert (tables / "items.csv").exists()
    out.write_text("my diary")
    assert cli.main(arguments) == 1
    assert "no page of results; choose another name" in capsys.readouterr().err
    assert out.read_text() == "my diary"
    assert cli.main(["class", str(tmp_path / "nowhere")]) == 1
    assert "there is no folder" in capsys.readouterr().err


def test_a_page_in_the_folder_is_no_result(tmp_path, capsys):
    folder = put(tmp_path / "in", many(4))
    for _ in range(2):
        assert cli.main(["class", str(folder), "--out", str(folder / "a.html")]) == 0
        assert "4 result files count, 0 were left out" in capsys.readouterr().out


def test_watching_writes_anew_when_a_file_arrives(tmp_path, monkeypatch, capsys):
    folder = put(tmp_path / "in", many(3))
    naps = iter([lambda: put(folder, many(4)), lambda: None])

    def sleep(_seconds):
        nap = next(naps, None)
        if nap is None:
            raise KeyboardInterrupt
        nap()

    monkeypatch.setattr("netlesson.classroom.page.time.sleep", sleep)
    out = tmp_path / "class.html"
    assert cli.main(["class", str(folder), "--out", str(out), "--watch"]) == 0
    lines = capsys.readouterr().out.strip().splitlines()
    assert [line.split(": ")[1][:1] for line in lines] == ["3", "4"]
    assert '<meta http-equiv="refresh"' in out.read_text("utf-8")


def test_progress_is_shown_for_many_files(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(cli, "MANY", 100)
    folder = put(tmp_path / "in", [result(n) for n in range(100)])
    assert cli.main(["class", str(folder), "--out", str(tmp_path / "a.html")]) == 0
    assert "100 / 100" in capsys.readouterr().err


def test_the_form_in_a_notebook_shows_the_same_and_looks_again(tmp_path):
    learner = Answers(course(), Journal(tmp_path / "home"), "en")
    folder = put(tmp_path / "in", many(3))
    results = ClassResults(learner, "")
    form = results.form
    form.enter(folder=str(tmp_path / "nowhere"))
    form.press("look")
    assert "There is no folder" in form.errors["folder"]
    form.enter(folder=str(folder))
    form.press("look")
    assert form.errors == {}
    assert form.outputs["results"] == body(read_class(folder, course()), "en")
    put(folder, many(5))
    results._read(form.value, only_new=True)
    assert form.outputs["results"] == body(read_class(folder, course()), "en")
    assert "Result files that count: 5." in form.outputs["results"]
    assert not (tmp_path / "home").exists(), "nothing of the instructor's is written"
