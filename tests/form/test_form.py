"""What the form promises Python; what it promises people is in tests/browser."""

import dataclasses
import logging
import re

import pytest
from hypothesis import given, settings, strategies as st

from netlesson.form import form as f

LABELS = {name: name for name in f.LABELS} | {
    "too_large": "over {n} MB",
    "span": "From {low} to {high}",
    "run_to_answer": "Run me",
    "failed": "It failed",
}
TWO = [f.Option("a", "A", "the first"), f.Option("b", "B <b>&")]
FIELDS = [
    f.Choice("pick", "Pick", options=TWO),
    f.Line("goal", "Goal"),
    f.Upload("file", "File", megabytes=1),
    f.Button("check", "Check"),
    f.Download("save", "Save"),
]


def build(fields=FIELDS, **options):
    return f.Form(fields, labels=LABELS, **options)


def update(form, number, **value):
    """Send what the page sends when something is entered."""
    form.set_state({"value": value, "_seq": number})


def message(form, kind, field_id, buffers=(), **content):
    """Send what the page sends when a button is pressed."""
    form._receive(form, {"type": kind, "id": field_id, **content}, list(buffers))


def test_every_change_calls_back_once_with_the_whole_value_and_is_acknowledged():
    form, seen = build(value={"goal": "old"}), []
    form.on_change(seen.append)
    form.enter(pick="a")
    update(form, 2, goal="new", pick="a")
    assert seen == [{"goal": "old", "pick": "a"}, {"goal": "new", "pick": "a"}]
    assert form._ack == form._seq == 2


def test_setting_the_value_in_python_calls_nobody_back():
    form, seen = build(), []
    form.on_change(seen.append)
    form.value = {"goal": "set"}
    assert seen == []


def test_a_click_brings_the_text_that_was_still_on_its_way():
    form, seen = build(), []
    form.on_change(lambda value: seen.append(("change", value)))
    form.on_click("check", lambda value: seen.append(("check", value)))
    message(form, "click", "check", value={"goal": "typed"}, seq=1)
    assert seen == [("change", {"goal": "typed"}), ("check", {"goal": "typed"})]
    assert form._ack == 1


def test_a_change_overtaken_by_a_click_cannot_undo_what_the_click_did():
    form = build()
    form.on_click("check", lambda value: form.show(FIELDS))
    message(form, "click", "check", value={"goal": "typed"}, seq=2)
    update(form, 1, goal="typed")
    update(form, 2, goal="typed")
    assert form.value == {}


def test_an_answer_to_a_question_that_is_gone_is_dropped():
    form = build()
    form.show([f.Line("next", "Next")])
    update(form, 1, goal="late", next="in time")
    assert form.value == {"next": "in time"}


def test_a_button_that_is_off_does_nothing_but_what_was_typed_is_kept():
    form, seen = build(), []
    form.on_click("check", seen.append)
    form.disabled = ["check"]
    message(form, "click", "check", value={"goal": "typed"}, seq=1)
    assert (seen, form.value, form._ack) == ([], {"goal": "typed"}, 1)


def test_a_failing_callback_leaves_a_sentence_a_log_entry_and_a_working_form(caplog):
    form = build()
    form.on_click("check", lambda value: 1 / 0)
    with caplog.at_level(logging.ERROR):
        form.press("check")
    assert form._alert == "It failed"
    assert "ZeroDivisionError" in caplog.text
    assert form._ack == form._seq
    form.enter(goal="on")
    assert form._alert == ""


def test_what_a_callback_changes_is_sent_in_one_message(monkeypatch):
    form, sent = build(), []
    monkeypatch.setattr(form, "send_state", lambda key=None: sent.append(set(key)))
    form.on_change(lambda value: form.set_trait("status", "one"))
    form.on_change(lambda value: form.set_trait("errors", {"goal": "two"}))
    form.enter(goal="x")
    assert [state for state in sent if state] == [{"status", "errors", "_ack"}]


def test_a_file_comes_in_and_one_over_the_limit_gets_a_sentence():
    form, seen = build(), []
    form.on_upload("file", seen.append)
    message(form, "upload", "file", [memoryview(b"abc")], name="x.txt", seq=1)
    assert seen == [f.File("x.txt", b"abc")]
    message(form, "upload", "file", [bytes(1_000_001)], name="y.txt", seq=2)
    assert len(seen) == 1
    assert form.errors == {"file": "over 1 MB"}


def test_a_file_goes_out_to_the_view_that_asked(monkeypatch):
    form, sent = build(), []
    monkeypatch.setattr(form, "send", lambda *message: sent.append(message))
    form.on_download("save", lambda: f.File("a.csv", b"1;2", "text/csv"))
    message(form, "download", "save", view="view7", value={"goal": "x"}, seq=1)
    content = {"type": "file", "view": "view7", "name": "a.csv", "mime": "text/csv"}
    assert sent == [(content, [b"1;2"])]
    assert form.value == {"goal": "x"}


def test_showing_other_fields_clears_what_was_said_about_the_old_ones():
    form = build(value={"pick": "a"})
    form.errors, form.status = {"pick": "no"}, "Wrong."
    form.marks = {"pick": {"a": f.mark_as("wrong", "because")}}
    form.outputs, form.disabled = {"out": "<p>x</p>"}, ["check"]
    form.show([f.Line("next", "Next")], value={"next": "n"})
    assert [field["id"] for field in form.fields] == ["next"]
    said = form.errors, form.marks, form.outputs, form.disabled, form.status
    assert said == ({}, {}, {}, [], "")
    assert form.value == {"next": "n"}


def test_the_same_field_can_get_the_focus_twice():
    form = build()
    form.focus_on("goal")
    first = form._focus
    form.focus_on("goal")
    assert form._focus != first


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: f.Line(" ", "x"), "a Line has no id"),
        (lambda: f.Choice("c", "x", options=[*TWO, TWO[0]]), "'c': its option ids"),
        (lambda: f.Range("r", "x", min=5, max=5), "range 'r': min 5, max 5"),
        (lambda: f.Range("r", "x", min=0, max=5, step=0), "step 0"),
        (lambda: build([f.Line("a", "x"), f.Area("a", "x")]), r"repeat: \['a'\]"),
        (lambda: f.Form([], labels={}), "labels lack .*'lost'"),
    ],
)
def test_what_cannot_work_is_refused_by_name(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_fields_cannot_change_under_the_page():
    with pytest.raises(dataclasses.FrozenInstanceError):
        FIELDS[1].label = "other"


TAGS = {"div", "h3", "p", "em", "strong", "br", "ul", "li"}
EVERY = [
    f.Heading("h", "Top <1>"),
    f.Prose("p", "<p>Own <em>words</em></p>"),
    f.Choice("c", "Which?", "Help & more", options=TWO),
    f.Range("r", "How far?", min=1, max=1000000, low="near", unit="EUR"),
    f.Number("n", "Hours"),
    f.Order("o", "Rank", options=TWO),
    f.Upload("u", "Upload here"),
    f.Button("b", "Press here"),
    f.Download("d", "Save here"),
    f.Output("out", "Result"),
]


def test_the_fallback_reads_like_the_form_without_its_controls():
    form = build(EVERY, name="every", lang="de")
    text = form.fallback()
    marker = '<div class="netlesson-fallback mathjax_ignore nl-for-every" lang="de">'
    assert text.startswith(f"{marker}\n<h3>Top &lt;1&gt;</h3>")
    assert "<p>Own <em>words</em></p>" in text
    assert (
        "<strong>Which?</strong><br>Help &amp; more</p><ul><li>A<br>the first" in text
    )
    assert "<li>B &lt;b&gt;&amp;</li>" in text
    assert "From 1 EUR (near) to 1000000 EUR" in text
    assert "here" not in text
    assert text.endswith("<p><em>Run me</em></p>\n</div>")
    assert set(re.findall(r"<(\w+)", text)) <= TAGS


def test_the_fallback_gives_no_answer_away():
    form = build(EVERY, value={"n": "secret"})
    form.marks = {"c": {"a": f.mark_as("right", "secret")}}
    form.outputs, form.errors = {"out": "secret"}, {"n": "secret"}
    form.status = "secret"
    assert "secret" not in form.fallback()


@settings(max_examples=50)
@given(st.text("<>&/'ab ", min_size=1).filter(str.strip))
def test_no_text_becomes_a_tag_in_the_fallback(text):
    fields = [
        f.Line("l", text, text),
        f.Choice("c", text, options=[f.Option("a", text)]),
    ]
    shown = build([f.Heading("h", text), *fields], name="x").fallback()
    assert set(re.findall(r"<(\w+)", shown)) <= TAGS


def test_displaying_shows_the_fallback_first_and_then_the_form(monkeypatch):
    shown = []
    monkeypatch.setattr(f, "display", lambda data, **options: shown.append(data))
    form = build(name="shown")
    form._ipython_display_()
    assert shown[0]["text/html"] == form.fallback()
    assert "application/vnd.jupyter.widget-view+json" in shown[1]


def test_the_course_has_a_form_phrase_for_every_label_and_no_other():
    from netlesson.content import load_course

    strings = load_course().strings
    ours = {key.removeprefix("form.") for key in strings if key.startswith("form.")}
    assert ours == set(f.LABELS)


def test_the_page_loads_nothing_from_elsewhere():
    for source in (f.Form._esm, f.Form._css):
        assert not re.search(r"https?://|@import|import ", str(source))
