"""The learner's own file in the page: what is kept, download, upload."""

from collections.abc import Callable
from datetime import datetime

from ..form import Field, File, Form, Output
from ..language import listing
from ..learning import LIMIT, Answers, JournalError, Merged, where
from .lesson import way_bar
from .page import Section, page


def keeping_form(answers: Answers) -> Form:
    """Say where answers are kept; let the learner take them along and back."""
    kept = Section(answers, "keeping.{}").output("kept")

    def fields() -> list[Field]:
        return [kept, *_taking(answers)]

    return _kept(answers, "keeping", fields, lambda: {"kept": where_kept(answers)})


def opened_form(answers: Answers, notebook: str = "") -> Form:
    """Say that the course is open, where in it, and where answers are kept.

    What is in no file, or was torn apart by a sync tool, can be dealt with here too.
    """

    def fields() -> list[Field]:
        journal = answers.journal
        needed = journal.problem or journal.copies or not journal.place
        return [Output("opened"), *(_taking(answers) if needed else ())]

    def shown() -> dict[str, str]:
        kept = where_kept(answers)
        bar = way_bar(answers, notebook, "top")
        return {"opened": answers.fill("activities/opened", kept=kept, bar=bar)}

    return _kept(answers, "opened", fields, shown)


def _taking(answers: Answers) -> list[Field]:
    """Return what can be done with the answers; merging where there are copies."""
    say, most = Section(answers, "keeping.{}"), LIMIT // 1_000_000
    copies = listing(answers.journal.copies, answers.lang)
    merge = say.button("merge", help=say("merge_help", files=copies))
    hint = say("download_help") if where() == "binder" else ""
    return [
        say.download("download", help=hint),
        *([merge] if copies else []),
        say.upload("upload", accept=".jsonl", megabytes=most),
        say.output("merged"),
    ]


def _kept(
    answers: Answers,
    name: str,
    fields: Callable[[], list[Field]],
    shown: Callable[[], dict[str, str]],
) -> Form:
    """Return a form on where the answers are, whose fields follow what is there."""
    journal, say = answers.journal, Section(answers, "keeping.{}")
    form, took = page(answers, fields(), name), ""
    seen: object = None

    def follow() -> None:
        # Most of what is told here is a slider that moves, and no news to this form.
        nonlocal seen
        now = journal.version, journal.problem
        if now != seen:
            seen = now
            paint()

    def paint() -> None:
        form.renew(fields())
        form.outputs = {**shown(), "merged": took}

    def give() -> File:
        answers.keep()
        day = f"{datetime.now().astimezone():%Y-%m-%d}"
        return File(
            f"netlesson-{day}.jsonl", journal.export_bytes(), "application/x-ndjson"
        )

    def take(merge: Callable[[], Merged]) -> None:
        nonlocal took
        try:
            merged = merge()
        except JournalError as error:
            form.errors = {"upload": answers.tell(error.problem)}
            return
        form.errors = {}
        counts = {"new": merged.new, "known": merged.known}
        sentences = [
            say("took_over", **counts, unreadable=merged.unreadable),
            *map(answers.tell, merged.faults),
        ]
        took = "".join(answers.fill("language/note", text=each) for each in sentences)
        answers.reload()
        paint()

    form.on_download("download", give)
    form.on_upload("upload", lambda file: take(lambda: journal.merge(file.data)))
    form.on_click("merge", lambda _value: take(journal.merge_copies))
    answers.watch(follow, now=True)
    answers.on_kept(follow)
    return form


def where_kept(answers: Answers) -> str:
    """Return where the answers are, or plainly that they are not being saved."""
    journal, problem = answers.journal, answers.journal.problem
    faults = [answers.tell(fault) for fault in journal.faults]
    if copies := journal.copies:
        files = listing(copies, answers.lang)
        faults.append(answers.say("keeping.copies", files=files))
    return answers.fill(
        "activities/kept",
        problem=answers.tell(problem) if problem else "",
        faults=faults,
        kept=kept_sentence(answers),
        path=journal.place,
    )


def kept_sentence(answers: Answers) -> str:
    """Say whose disk the answers are on, for a path to follow where there is one."""
    place = where() if answers.journal.place else "visit"
    return answers.say(f"keeping.kept_{place}", entries=len(answers.journal.events()))
