"""What a learner's mouse, keys and screen reader meet in a form inside JupyterLab."""

import json
import time
from pathlib import Path

import pytest

SETUP = f"%run {Path(__file__).with_name('every_kind.py')}"
TOP = "# Notebook\n\n## A part"
CELLS = """() => {
    const notebook = window.jupyterapp.shell.currentWidget.content;
    const cells = notebook.widgets.map(cell => [
        cell.model.type, cell.model.sharedModel.source, cell.model.executionCount]);
    return JSON.stringify([cells, notebook.activeCellIndex, notebook.mode]);
}"""


def eventually(ask, wanted, seconds=8):
    """Ask until the answer is the one that is wanted."""
    end = time.monotonic() + seconds
    while (answer := ask()) != wanted and time.monotonic() < end:
        time.sleep(0.05)
    assert answer == wanted


def value(notebook, name="form"):
    return json.loads(notebook.python(f"import json; print(json.dumps({name}.value))"))


def is_kept(notebook, wanted, name="form"):
    eventually(lambda: value(notebook, name), wanted)


@pytest.fixture
def opened(page_of, cells_of):
    """Open a notebook whose last cells show forms; wait for the first of them."""

    def open_form(*cells, own_page=False, **options):
        shown = [TOP, SETUP, *(cells or ["form"])]
        notebook = (page_of if own_page else cells_of)(shown, **options)
        notebook.page.wait_for_selector(".netlesson .nl-form")
        return notebook

    return open_form


def alert(notebook):
    return notebook.page.locator(".nl-alert").first.inner_text()


def test_a_mouse_is_enough(opened):
    n = opened(height=1800)
    page = n.forms
    page.get_by_role("radio", name="Leads groups").click()
    page.get_by_text("Chambers of commerce").nth(1).click()
    page.get_by_role("checkbox", name="Leads groups").click()
    page.get_by_label("Which one do you know best?").select_option("leads")
    page.get_by_role("slider", name="How far").click(position={"x": 5, "y": 10})
    page.get_by_role("button", name="Move up: Leads groups").click()
    page.get_by_role("button", name="Check").click()
    is_kept(
        n,
        {
            "pick": "leads",
            "picks": ["chambers", "leads"],
            "list": "leads",
            "reach": 1,
            "needs": ["leads", "chambers", "informal"],
        },
    )
    assert n.python("print(seen[-1][0])") == "check"
    assert n.strangers() == []
    assert n.errors == []


def test_a_keyboard_is_enough(opened):
    n = opened(height=1800)
    page = n.page
    n.forms.get_by_role("radio").first.focus()
    keys = ["ArrowDown", "Tab", "Space", "Tab", "Tab", "Space", "Tab"]
    keys += ["ArrowDown", "ArrowDown", "Tab", "ArrowRight", "Tab", "Home", "End", "Tab"]
    for key in keys:
        page.keyboard.press(key)
    page.keyboard.type("2,5")
    page.keyboard.press("Tab")
    page.keyboard.type("new clients")
    page.keyboard.press("Tab")
    page.keyboard.type("one\ntwo")
    for key in ["Tab", "Tab", "Enter", "Tab", "Tab", "Tab", "Tab", "Enter"]:
        page.keyboard.press(key)
    is_kept(
        n,
        {
            "pick": "leads",
            "picks": ["chambers", "informal"],
            "list": "leads",
            "reach": 4,
            "money": 6000,
            "hours": "2,5",
            "goal": "new clients",
            "notes": "one\ntwo",
            "needs": ["leads", "chambers", "informal"],
        },
    )
    eventually(lambda: n.python("print(seen[-1][0])"), "check")


def test_one_tab_passes_unanswered_options_whatever_is_painted_meanwhile(opened):
    n = opened(height=1800)
    first = n.forms.get_by_role("radio").first
    first.focus()
    n.python("form.status = 'Painted anew'")
    n.forms.get_by_text("Painted anew").wait_for()
    n.page.keyboard.press("Tab")
    assert n.page.evaluate("document.activeElement.type") == "checkbox"


def test_an_untouched_slider_has_no_value_and_a_click_on_its_handle_gives_one(opened):
    n = opened(height=1800)
    slider = n.forms.get_by_role("slider", name="How far")
    assert slider.get_attribute("aria-valuetext") == "not answered yet"
    slider.focus()
    n.page.keyboard.press("Space")
    is_kept(n, {"reach": 3})
    assert slider.get_attribute("aria-valuetext") == "3: my region"
    box = n.forms.get_by_role("slider", name="Budget").bounding_box()
    n.page.mouse.click(box["x"] + 8, box["y"] + box["height"] / 2)
    is_kept(n, {"reach": 3, "money": 0})


def test_labs_shortcuts_do_nothing_while_the_focus_is_in_the_form(opened):
    n = opened(height=1800)
    controls = n.page.locator(
        ".netlesson :is(input:not([type=file]), select, textarea, button)"
    )
    controls.first.click()
    before = n.page.evaluate(CELLS)
    for control in controls.all():
        control.focus()
        for key in ["x", "b", "a", "d", "d", "m", "y", "z", "0", "0", "Escape"]:
            n.page.keyboard.press(key)
        for key in ["ArrowDown", "ArrowUp", "Enter", "Shift+Enter", "Control+Enter"]:
            n.page.keyboard.press(key)
        # Enter and the arrows may open the list of a <select>.
        n.page.keyboard.press("Escape")
    assert n.page.evaluate(CELLS) == before
    assert n.page.locator(".jp-Dialog").count() == 0


def test_control_s_still_saves(opened):
    n = opened()
    dirty = "() => window.jupyterapp.shell.currentWidget.context.model.dirty"
    assert n.page.evaluate(dirty)
    n.forms.get_by_label("What do you hope for?").focus()
    n.page.keyboard.type("clients")
    n.page.keyboard.press("Control+s")
    eventually(lambda: n.page.evaluate(dirty), False)
    is_kept(n, {"goal": "clients"})


def test_typing_keeps_its_caret_while_python_answers(opened):
    n = opened(
        "form.on_change(lambda v: setattr(form, 'value', {**v, 'hours': '1'}))\nform"
    )
    box = n.forms.get_by_label("What do you hope for?")
    box.fill("begin end")
    box.evaluate("node => node.setSelectionRange(6, 6)")
    for letter in "the middle ":
        n.page.keyboard.type(letter)
        n.page.wait_for_timeout(90)
    is_kept(n, {"goal": "begin the middle end", "hours": "1"})
    assert box.input_value() == "begin the middle end"
    assert box.evaluate("node => node.selectionStart") == len("begin the middle ")
    assert n.forms.get_by_label("Hours a month").input_value() == "1"


def test_what_is_typed_over_a_selection_takes_the_place_of_what_came_meanwhile(opened):
    n = opened()
    box = n.forms.get_by_label("What do you hope for?")
    box.fill("old")
    is_kept(n, {"goal": "old"})
    n.page.wait_for_timeout(1200)  # nobody types any more
    n.page.keyboard.press("Control+a")
    n.python("form.value = {**form.value, 'goal': 'of another window'}")
    eventually(box.input_value, "of another window")
    n.page.keyboard.type("mine")
    is_kept(n, {"goal": "mine"})


def test_text_is_sent_soon_after_the_last_key_and_not_at_every_key(opened):
    n = opened()
    n.forms.get_by_label("What do you hope for?").focus()
    n.page.keyboard.type("twelve signs", delay=20)
    is_kept(n, {"goal": "twelve signs"})
    assert int(n.python("print(len(seen))")) <= 3


def test_a_fast_drag_ends_on_its_last_value(opened):
    n = opened("form.on_change(lambda v: __import__('time').sleep(0.05))\nform")
    slider = n.forms.get_by_role("slider", name="Budget")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    middle = box["y"] + box["height"] / 2
    n.page.mouse.move(box["x"] + 8, middle)
    n.page.mouse.down()
    n.page.mouse.move(box["x"] + box["width"] * 0.9, middle, steps=60)
    n.page.mouse.move(box["x"] + box["width"] * 0.4, middle, steps=60)
    last = float(slider.input_value())
    n.page.mouse.up()
    assert 0 < last < 6000
    is_kept(n, {"money": last})
    assert float(slider.input_value()) == last
    assert slider.get_attribute("aria-valuetext") == f"{last:,.0f} EUR"


def test_python_cannot_pull_a_slider_out_of_a_running_drag(opened):
    n = opened("form.on_change(lambda v: setattr(form, 'value', {'money': 0}))\nform")
    slider = n.forms.get_by_role("slider", name="Budget")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    middle = box["y"] + box["height"] / 2
    n.page.mouse.move(box["x"] + 8, middle)
    n.page.mouse.down()
    n.page.mouse.move(box["x"] + box["width"] / 2, middle, steps=5)
    held = slider.input_value()
    is_kept(n, {"money": 0})
    n.page.wait_for_timeout(300)
    assert slider.input_value() == held
    n.page.mouse.up()
    eventually(slider.input_value, "0")


def test_the_status_waits_until_the_learner_pauses(opened):
    n = opened()
    n.page.evaluate("""() => {
        window.said = [];
        const node = document.querySelector(".nl-status");
        new MutationObserver(() => window.said.push(node.textContent))
            .observe(node, { childList: true, characterData: true, subtree: true });
    }""")
    n.forms.get_by_role("slider", name="Budget").focus()
    n.python("form.on_change(lambda v: setattr(form, 'status', str(v['money'])))")
    for _ in range(12):
        n.page.keyboard.press("ArrowRight")
        n.page.wait_for_timeout(100)
    eventually(lambda: n.page.evaluate("window.said"), ["600"])


def test_an_entry_moves_by_button_keeps_the_focus_and_is_announced(opened):
    n = opened()
    needs = n.forms.get_by_role("group", name="What matters most?")
    up = needs.get_by_role("button", name="Move up: Informal networks")
    up.focus()
    n.page.keyboard.press("Enter")
    n.page.keyboard.press("Enter")
    n.page.keyboard.press("Enter")  # on top already: nothing happens
    is_kept(n, {"needs": ["informal", "chambers", "leads"]})
    assert up.evaluate("node => node === document.activeElement")
    assert up.get_attribute("aria-disabled") == "true"
    assert needs.get_by_role("listitem").first.inner_text().startswith("1.\nInformal")
    said = n.page.locator(".nl-unseen[aria-live]").inner_text()
    assert said == "Informal networks <b>🤝 & friends</b>: now in place 1 of 3"


def test_an_error_stands_beside_its_field_and_is_tied_to_it(opened):
    n = opened()
    n.forms.get_by_role("button", name="Check").click()
    box = n.forms.get_by_label("Hours a month")
    eventually(lambda: box.get_attribute("aria-invalid"), "true")
    described = box.evaluate("""node => node.getAttribute("aria-describedby")
        .split(" ").map(id => document.getElementById(id)?.textContent).join("|")""")
    assert "Please enter the hours." in described
    assert "A number such as 2,5" in described
    error = n.forms.get_by_text("Please enter the hours.")
    assert error.get_attribute("aria-live") == "polite"
    box.fill("3")
    n.forms.get_by_role("button", name="Check").click()
    eventually(lambda: box.get_attribute("aria-invalid"), None)
    assert error.count() == 0


def test_marks_have_a_sign_a_word_and_a_text_and_are_read_with_their_option(opened):
    n = opened()
    n.forms.get_by_role("radio", name="Chambers of commerce").check()
    n.forms.get_by_role("button", name="Check").click()
    wanted = {
        "Chambers of commerce": "✗\nWrong: Chambers are open to all.",
        "Leads groups": "○\nWould have been right: One seat per trade.",
        "Informal networks": "!\nNote: There is no rule at all.",
    }
    for name, text in wanted.items():
        radio = n.forms.get_by_role("radio", name=name)
        mark = radio.get_attribute("aria-describedby").split()[-1]
        eventually(lambda m=mark: n.page.locator(f"[id='{m}']").inner_text(), text)
    colours = n.page.locator(".nl-pick .nl-mark:not([hidden])").evaluate_all(
        "nodes => nodes.map(node => getComputedStyle(node).color)"
    )
    assert len(set(colours)) == 3


def test_a_dead_kernel_is_reported_within_six_seconds(opened):
    n = opened()
    assert alert(n) == ""
    n.kill_kernel()
    n.forms.get_by_label("What do you hope for?").fill("lost")
    started = time.monotonic()
    n.forms.get_by_text("Your answers are not being kept").wait_for(timeout=7000)
    assert 3.5 < time.monotonic() - started < 6.5
    assert n.page.locator(".nl-alert").get_attribute("role") == "alert"
    n.shot("kernel-gone", ".nl-form")


def test_the_report_goes_away_when_a_busy_kernel_answers(opened):
    n = opened()
    n.page.evaluate("""() => {
        const { kernel } = window.jupyterapp.shell.currentWidget.sessionContext.session;
        kernel.requestExecute({ code: "import time; time.sleep(7)" });
    }""")
    n.forms.get_by_label("What do you hope for?").fill("late")
    n.forms.get_by_text("Your answers are not being kept").wait_for(timeout=7000)
    eventually(lambda: alert(n), "")
    is_kept(n, {"goal": "late"})


def test_two_views_of_one_form_stay_in_step_and_share_no_id(opened):
    n = opened("form", "form")
    n.page.wait_for_function("document.querySelectorAll('.nl-form').length === 2")
    goals = n.forms.get_by_label("What do you hope for?")
    goals.nth(1).focus()
    n.page.keyboard.type("both")
    assert goals.nth(0).input_value() == "both"
    n.forms.get_by_role("radio", name="Leads groups").nth(0).check()
    assert n.forms.get_by_role("radio", name="Leads groups").nth(1).is_checked()
    n.forms.get_by_role("button", name="Check").nth(0).click()
    shown = n.forms.get_by_text("Right: One seat per trade.")
    eventually(shown.count, 2)
    is_kept(n, {"goal": "both", "pick": "leads"})
    ids = n.page.locator(".netlesson [id]").evaluate_all("all => all.map(e => e.id)")
    assert len(ids) == len(set(ids))
    names = "all => new Set(all.map(e => e.name)).size"
    assert n.page.locator(".netlesson input[type=radio]").evaluate_all(names) == 2


def test_pressing_a_button_brings_the_text_that_was_just_typed(opened):
    n = opened()
    n.forms.get_by_label("What do you hope for?").focus()
    n.page.keyboard.type("just now")
    n.page.evaluate("document.querySelector('.nl-primary').click()")
    eventually(lambda: n.python("print(seen[-1])"), "('check', {'goal': 'just now'})")


def test_a_download_that_overtakes_typed_text_does_not_lose_it(opened):
    n = opened("form.on_change(lambda v: __import__('time').sleep(0.3))\nform")
    n.forms.get_by_role("radio").first.check()
    n.forms.get_by_label("What do you hope for?").fill("kept")
    n.forms.get_by_role("button", name="Save my work").click()
    is_kept(n, {"pick": "chambers", "goal": "kept"})


def test_text_typed_just_before_a_view_goes_away_is_kept(opened):
    n = opened(own_page=True)  # its clock is bent
    # Neither the pause after the last key nor losing the focus may be what sends it.
    n.page.evaluate("""() => {
        const later = window.setTimeout;
        window.setTimeout = (call, ms) => ms === 250 ? 0 : later(call, ms);
        const box = document.querySelector(".netlesson .nl-line");
        box.value = "last words";
        box.dispatchEvent(new Event("input"));
    }""")
    n.page.wait_for_timeout(500)
    assert value(n) == {}
    n.command("notebook:clear-all-cell-outputs")
    is_kept(n, {"goal": "last words"})


def test_a_file_comes_in_and_goes_out_unchanged(opened, tmp_path):
    n = opened()
    file = tmp_path / "answers <i>ü.bin"
    file.write_bytes(bytes(range(256)) * 20)
    n.page.locator("input[type=file]").set_input_files(file)
    eventually(lambda: n.python("print(seen[-1].name)"), "answers <i>ü.bin")
    assert n.python("print(seen[-1].data == bytes(range(256)) * 20)") == "True"
    assert n.forms.get_by_text("answers <i>ü.bin").count() == 1
    with n.page.expect_download() as saving:
        n.forms.get_by_role("button", name="Save my work").click()
    assert saving.value.suggested_filename == "work.txt"
    assert Path(saving.value.path()).read_bytes() == "Grüße".encode()


def test_a_file_over_the_limit_is_refused_in_words_and_not_sent(opened, tmp_path):
    n = opened()
    file = tmp_path / "large.bin"
    file.write_bytes(bytes(1_000_001))
    n.page.locator("input[type=file]").set_input_files(file)
    n.forms.get_by_text("This file is larger than 1 MB.").wait_for()
    assert n.python("print(seen)") == "[]"


def test_a_failing_callback_shows_a_sentence_and_the_form_lives_on(opened):
    n = opened()
    n.forms.get_by_role("button", name="Break").click()
    n.forms.get_by_text("Something went wrong here.").wait_for()
    assert "RuntimeError" not in n.page.locator(".jp-Notebook").inner_text()
    n.forms.get_by_role("radio", name="Leads groups").check()
    eventually(lambda: alert(n), "")
    is_kept(n, {"pick": "leads"})


def test_the_fallback_shows_only_while_no_form_lives(opened, page_of):
    n = opened()
    fallback = n.page.locator(".netlesson-fallback")
    eventually(fallback.is_visible, False)
    assert fallback.count() == 1
    n.save()
    eventually(lambda: len(n.saved().cells[-1].outputs), 2)
    n.python("form.close()")
    eventually(fallback.is_visible, True)

    kept = [output.data for output in n.saved().cells[-1].outputs]
    assert "netlesson-fallback" in kept[0]["text/html"]
    reopened = page_of(n.path, run=False)
    text = reopened.page.locator(".netlesson-fallback")
    assert text.is_visible()
    assert "To answer, run this notebook" in text.inner_text()
    reopened.shot("reopened")
    reopened.run_all()
    reopened.page.wait_for_selector(".netlesson .nl-form")
    eventually(text.is_visible, False)


def test_what_people_write_is_shown_as_written(opened):
    odd = "<img src=x onerror=alert(1)> 🤝 &amp; שלום \\n {entry}"
    n = opened(
        f"""odd = {odd!r}
two = [f.Option("a", odd, odd), f.Option("b", "b")]
asked = [f.Heading("h", odd), f.Choice("c", odd, odd, options=two)]
asked += [f.Order("o", odd, options=two), f.Line("l", odd), f.Button("x", odd)]
asked += [f.Select("s", odd, options=two), f.Range("r", odd, min=0, max=1, low=odd)]
strange = f.Form(asked, labels=labels, value={{"l": odd}})
strange.errors = {{"c": odd}}
strange.status = odd
strange.marks = {{"c": {{"a": f.mark_as("right", odd)}}}}
strange"""
    )
    n.page.wait_for_timeout(600)
    assert n.page.locator(".netlesson img, .netlesson-fallback img").count() == 0
    assert n.forms.get_by_role("textbox").last.input_value() == odd
    texts = n.page.locator(".nl-form").evaluate(
        "(form, odd) => form.textContent.split(odd).length - 1", odd
    )
    assert texts == 16
    n.forms.get_by_role("button", name="Move down: <img").click()
    said = n.page.locator(".nl-unseen[aria-live]").inner_text()
    assert said.startswith("<img")


def test_the_next_question_gets_the_focus_and_none_of_the_old_text(opened):
    n = opened(
        """def following(value):
    form.show([f.Line("second", "Second question"), f.Button("check", "Check")])
    form.focus_on("second")
form.on_click("check", following)
form"""
    )
    n.forms.get_by_label("What do you hope for?").fill("old")
    n.forms.get_by_role("button", name="Check").click()
    box = n.forms.get_by_label("Second question")
    box.wait_for()
    eventually(lambda: box.evaluate("node => node === document.activeElement"), True)
    n.page.keyboard.type("new")
    assert box.input_value() == "new"
    is_kept(n, {"second": "new"})


def test_the_focus_stays_in_the_form_when_its_field_goes_away(opened):
    n = opened('form.on_click("check", lambda v: form.show(FIELDS[2:4]))\nform')
    n.forms.get_by_role("button", name="Check").click()
    eventually(lambda: n.forms.get_by_role("button", name="Check").count(), 0)
    inside = "document.querySelector('.nl-form').contains(document.activeElement)"
    assert n.page.evaluate(inside)


def test_a_button_that_is_off_keeps_the_focus_and_does_nothing(opened):
    n = opened(
        """off = ["check", "goal"]
form.on_click("check", lambda v: setattr(form, "disabled", off))
form"""
    )
    button = n.forms.get_by_role("button", name="Check")
    button.click()
    eventually(lambda: button.get_attribute("aria-disabled"), "true")
    goal = n.forms.get_by_label("What do you hope for?")
    assert not goal.is_editable()
    goal.focus()
    n.page.keyboard.type("x")
    assert goal.input_value() == ""
    button.focus()
    count = n.python("print(len(seen))")
    n.page.keyboard.press("Enter")
    assert n.python("print(len(seen))") == count
    assert button.evaluate("node => node === document.activeElement")


def test_a_button_that_becomes_the_main_one_keeps_the_focus(opened):
    """Someone fast is there with Tab before the answer to the button above."""
    n = opened(
        """def answered(value):
    form.show([f.Button("check", "Check"), f.Button("next", "Next", primary=True)])
form.show([f.Button("check", "Check", primary=True), f.Button("next", "Next")])
form.on_click("check", answered)
form"""
    )
    check, following = (
        n.forms.get_by_role("button", name=name) for name in ("Check", "Next")
    )
    following.focus()
    n.python("form.press('check')")
    main = "node => node.classList.contains('nl-primary')"
    eventually(lambda: following.evaluate(main), True)
    assert not check.evaluate(main)
    assert following.evaluate("node => node === document.activeElement")


def test_an_output_is_patched_so_that_open_details_stay_open(opened):
    n = opened()
    html = "<details><summary>more</summary><p>{}</p></details>"
    n.python(f"form.outputs = {{'table': {html.format('one')!r}}}")
    n.forms.get_by_text("more", exact=True).click()
    n.python(f"form.outputs = {{'table': {html.format('two')!r}}}")
    n.forms.get_by_text("two", exact=True).wait_for()
    assert n.forms.get_by_text("two", exact=True).is_visible()


SIDE = """asked = [f.Range(f"r{i}", f"Weight {i}", min=0, max=9) for i in range(12)]
side = f.Form([*asked, f.Output("out", "Result", "beside")], labels=labels)
side.outputs = {"out": "<p id='result'>the ranking</p>"}
side"""


def test_an_output_stands_beside_the_fields_and_stays_in_sight(opened):
    n = opened(SIDE, width=1400, height=700)
    field = n.forms.get_by_role("slider").first.bounding_box()
    result = n.page.locator("#result")
    assert result.bounding_box()["x"] > field["x"] + field["width"]
    n.forms.get_by_role("slider").last.scroll_into_view_if_needed()
    n.page.wait_for_timeout(300)
    assert 0 < result.bounding_box()["y"] < 700
    n.shot("side", ".nl-form")


def test_an_output_sticks_above_the_fields_where_it_is_narrow(opened):
    n = opened(SIDE, width=700, height=700)
    result = n.page.locator("#result")
    for slider in n.forms.get_by_role("slider").all():
        slider.focus()
        n.page.wait_for_timeout(100)
        at, below = result.bounding_box(), slider.bounding_box()
        assert 0 < at["y"] < at["y"] + at["height"] <= below["y"] < 700


ROWS = """rows = [f.Select(f"row{i}", f"Row {i}", options=[]) for i in range(2)]
day = f.Line("day", "First day", chars=12)
f.Form([f.Prose("stem", "<p>Who says so?</p>", names=True), *rows, day], labels=labels)
"""


def test_rows_are_a_group_of_their_stem_and_a_date_has_a_short_box(opened):
    n = opened(ROWS)
    group = n.forms.get_by_role("group", name="Who says so?")
    assert group.get_by_role("combobox").count() == 2
    box = n.forms.get_by_role("textbox", name="First day")
    box.fill("28.09.2026 ab")
    whole = "node => node.scrollWidth <= node.clientWidth + 8"
    assert box.evaluate(whole)
    assert box.bounding_box()["width"] < 160
    assert n.axe() == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_cut_off(opened, dark):
    n = opened("form.value = {'pick': 'chambers', 'reach': 4}\nform", dark=dark)
    n.forms.get_by_role("button", name="Check").click()
    n.forms.get_by_text("Chambers are open to all.").wait_for()
    n.forms.get_by_role("button", name="Break").click()
    n.forms.get_by_text("Something went wrong here.").wait_for()
    wide = "<table><tr>" + "<td>a_rather_long_word</td>" * 12 + "</tr></table>"
    n.python(f"form.outputs = {{'table': {wide!r}}}; form.status = 'A sentence.'")
    n.forms.get_by_text("A sentence.").wait_for()
    for width in [390, 1920, 1280]:
        n.page.set_viewport_size({"width": width, "height": 2000})
        n.page.wait_for_timeout(500)
        assert (width, n.overflow(".netlesson, .nl-form")) == (width, 0)
        n.shot(f"form-{width}-{'dark' if dark else 'light'}", ".nl-form")
    assert n.axe() == []
    targets = "button, select, textarea, .nl-option, .nl-box, .nl-range input"
    heights = n.forms.locator(targets).evaluate_all(
        "all => all.map(e => e.getBoundingClientRect().height)"
    )
    assert min(heights) >= 24
