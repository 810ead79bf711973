"""The plan is kept as it is typed, follows the journal, and says what is wrong."""

from datetime import date

import pytest
from builders import course, profile

from netlesson.activities.plan import plan_form, review_form
from netlesson.content import LANGS
from netlesson.deciding.plan import COUNTS
from netlesson.learning import Answers, Journal
from netlesson.learning.profile import write_profile
from netlesson.report.page import page

PLAN = {
    "start": "2026-12-01",
    "budget": "350",
    "hours": "30",
    "target_contacts": "15",
    "decides": "contacts",
    "least": "10",
}
DOWNLOADS = {"html", "full", "csv", "xlsx", "ics"}


def today():
    return date(2026, 11, 23)


@pytest.fixture
def learner(tmp_path):
    return Answers(course(), Journal(tmp_path), "en")


def filled(learner, **more):
    form = plan_form(learner, today)
    form.enter(chosen=["leads", "informal"])
    for name, text in {**PLAN, **more}.items():
        form.enter(**{name: text})
    return form


def prose(form):
    return "".join(field.get("html", "") for field in form.fields)


def again(learner, lang="en"):
    return Answers(course(), Journal(learner.journal.path.parent), lang)


def test_a_plan_lists_what_it_lacks_until_it_is_complete(learner):
    form = plan_form(learner, today)
    assert "still lacks" in form.outputs["summary"]
    assert form.disabled == ["ics"]
    form = filled(learner)
    assert "Leads groups" in form.outputs["summary"]
    assert "1 December 2026 to 1 March 2027 (90 days)" in form.outputs["summary"]
    assert form.disabled == []
    assert form.errors == {}


@pytest.mark.parametrize("lang", LANGS)
def test_plan_and_result_are_there_in_the_next_kernel(learner, lang):
    filled(learner, rule="when it hurts", end="2027-02-01")
    review_form(learner, today).enter(counted_contacts="1200", learned="much")
    other = again(learner, lang)
    plan, result = plan_form(other, today), review_form(other, today)
    assert plan.value["chosen"] == ["leads", "informal"]
    assert plan.value["start"] == {"en": "01/12/2026", "de": "01.12.2026"}[lang]
    assert plan.value["rule"] == "when it hurts"
    assert result.value["counted_contacts"] == {"en": "1,200", "de": "1.200"}[lang]
    assert result.value["learned"] == "much"
    assert plan.errors == result.errors == {}


def test_what_is_typed_stays_as_typed(learner):
    form = filled(learner, budget="1200", start="1 Dec 2026")
    assert form.value["budget"] == "1200"
    assert form.value["start"] == "1 Dec 2026"
    form.enter(start="soon")
    assert "not a date" in form.errors["start"]
    assert form.value["start"] == "soon"
    assert learner.plan["start"] == "2026-12-01"
    form.enter(start="02/12/2026")
    assert form.errors == {}


@pytest.mark.parametrize("lang", LANGS)
def test_a_first_day_in_the_past_is_noticed_but_not_refused(learner, lang):
    learner = again(learner, lang)
    form = filled(learner, start="2026-11-22")
    note = learner.say("plan.start_past")

    assert note in prose(form)
    assert form.errors == {}
    assert learner.plan["start"] == "2026-11-22"
    for day in ("2026-11-23", "2026-11-24", "soon"):
        form.enter(start=day)
        assert note not in prose(form)
    assert note not in form.fallback()


def offered(form):
    return next(f for f in form.fields if f["id"] == "chosen")["options"]


def test_the_groups_are_offered_as_ranked(learner):
    form = plan_form(learner, today)
    assert [each["id"] for each in offered(form)] == list(course().groups)
    assert not any(each["description"] for each in offered(form))
    learner.set_profile(write_profile(profile(needs=("referrals",))))
    options = offered(form)
    comparison = learner.comparison()
    ranked = [
        comparison.alternatives[i].id for i in (*comparison.standing, *comparison.out)
    ]
    assert [option["id"] for option in options] == ranked
    assert options[0]["description"].startswith("rank 1, ")
    assert "rank 1" not in form.fallback()


def test_the_rules_for_following_up_are_those_of_the_country(learner):
    form = plan_form(learner, today)
    assert course().notes["R11"].title["en"] in form.outputs["summary"]
    learner.set_profile(
        {
            "country": "DE",
            "market": "local",
            "customers": "both",
            "money": 1200.0,
            "hours": 10.0,
            "fixed_slot": "yes",
        }
    )
    assert course().notes["R10"].title["en"] in form.outputs["summary"]
    assert course().notes["R11"].title["en"] not in form.outputs["summary"]
    budget = next(f for f in form.fields if f["id"] == "budget")
    assert "EUR\u00a0300" in budget["help"]


def test_the_review_opens_with_the_plan_and_holds_the_result_against_it(learner):
    form = review_form(learner, today)
    assert [field["id"] for field in form.fields] == ["no_plan"]
    filled(learner)
    ids = [field["id"] for field in form.fields]
    assert [i for i in ids if i.startswith("counted_")] == ["counted_contacts"]
    assert {"decision_leads", "decision_informal"} <= set(ids)
    form.enter(counted_contacts="12", decision_leads="stop")
    assert "may go on" in form.outputs["result"]
    assert "\u22123" in form.outputs["result"]
    form.enter(spent="351")
    assert "more is spent than you allowed" in form.outputs["result"]
    form.enter(spent="a lot")
    assert "not a number" in form.errors["spent"]
    assert learner.result["spent"] == 351.0
    assert learner.result["decision_leads"] == "stop"


def test_without_a_kernel_the_review_asks_all_that_can_be_counted(learner):
    fallback = review_form(learner, today).fallback()
    for count in COUNTS:
        assert course().say(f"plan.count_{count}", "en") in fallback


def test_a_new_trial_starts_empty_and_the_old_one_stays_in_the_file(learner):
    plan, result = filled(learner), review_form(learner, today)
    result.enter(counted_contacts="12")
    plan.enter(least="many")
    first = learner.plan["id"]
    result.press("new_trial")
    assert plan.value == {}
    assert plan.errors == {}
    assert [field["id"] for field in result.fields] == ["no_plan"]
    filled(learner)
    assert learner.plan["id"] != first
    assert "counted_contacts" not in review_form(learner, today).value
    kept = [event.data.get("id") for event in learner.journal.events("plan")]
    assert first in kept


@pytest.mark.parametrize("ending", sorted(DOWNLOADS))
def test_every_download_gives_its_file(learner, ending):
    form = filled(learner)
    assert set(form._on_download) == DOWNLOADS
    file = form._on_download[ending]()
    name = {"full": "netlesson-report-full-2026-11-23.html"}
    assert file.name == name.get(ending, f"netlesson-report-2026-11-23.{ending}")
    assert file.data
    assert "/" in file.mime


def test_a_damaged_entry_in_the_journal_breaks_nothing(tmp_path):
    journal = Journal(tmp_path)
    journal.append("plan", chosen="leads", start=5, budget="x", names=[1])
    journal.append("result", counted_contacts=[], learned=7)
    damaged = Answers(course(), Journal(tmp_path), "en")
    assert "still lacks" in plan_form(damaged, today).outputs["summary"]
    review_form(damaged, today)


@pytest.mark.parametrize("lang", LANGS)
def test_a_rule_that_stops_who_reached_the_goal_is_noticed_but_not_refused(
    learner, lang
):
    learner = again(learner, lang)
    form, note = filled(learner, least="16"), learner.say("plan.least_over")
    assert note in prose(form)
    assert form.errors == {}
    assert learner.plan["least"] == 16
    for change in ({"least": "15"}, {"least": "16", "decides": "customers"}):
        form.enter(**change)
        assert note not in prose(form)


@pytest.mark.parametrize("lang", LANGS)
def test_what_takes_more_than_one_can_spare_is_said_in_plan_and_report(learner, lang):
    learner = again(learner, lang)
    learner.set_profile(write_profile(profile(hours=8, money=2000)))
    form = filled(learner)
    limit = {"en": "Your limits come to", "de": "Ihre Grenzen ergeben"}[lang]
    assert limit not in form.outputs["summary"]
    assert limit not in page(learner, today())
    form.enter(chosen=["associations", "social", "informal"])
    assert limit in form.outputs["summary"]
    assert "96" in form.outputs["summary"].partition(limit)[2]
    assert limit in page(learner, today())


def test_only_who_may_belong_to_a_chamber_by_law_reads_of_it_in_the_report(learner):
    for country, told in (("UK", False), ("US", False), ("CH", False), ("AT", True)):
        learner.set_profile(write_profile(profile(country=country)))
        assert ("in a chamber by law" in page(learner, today())) == told
