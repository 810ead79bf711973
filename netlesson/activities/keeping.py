"""The learner's own file in the page: what is kept, download, upload."""

from datetime import datetime

from ..form import File, Form, Output, Upload
from ..learning import Answers, JournalError
from .page import Section, output_page, page


def keeping_form(answers: Answers) -> Form:
    """Say where answers are kept; let the learner take them along and back."""
    journal, say = answers.journal, Section(answers, "keeping.{}")
    upload = Upload(
        "upload", say("upload"), say("upload_help"), accept=".jsonl", megabytes=50
    )
    fields = [say.output("kept"), say.download("download"), upload]
    form = page(answers, [*fields, say.output("merged")], "keeping")

    def paint() -> None:
        form.outputs = {**form.outputs, "kept": where_kept(answers)}

    def give() -> File:
        answers.keep()
        name = f"netlesson-{datetime.now().astimezone():%Y-%m-%d}.jsonl"
        return File(name, journal.export_bytes(), "application/x-ndjson")

    def take(file: File) -> None:
        try:
            merged = journal.merge(file.data)
        except JournalError as error:
            form.errors = {"upload": answers.tell(error.problem)}
            return
        form.errors = {}
        answers.reload()
        sentence = say.note(
            "took_over",
            new=merged.new,
            known=merged.known,
            unreadable=merged.unreadable,
        )
        form.outputs = {"kept": where_kept(answers), "merged": sentence}

    form.on_download("download", give)
    form.on_upload("upload", take)
    answers.watch(paint, now=True)
    answers.on_kept(paint)
    return form


def opened_form(answers: Answers) -> Form:
    """Say that the course is open, and where answers are kept."""
    fields = [Output("opened")]

    def make(_form: Form) -> dict[str, str]:
        kept = where_kept(answers)
        return {"opened": answers.fill("activities/opened", kept=kept)}

    form = output_page(answers, fields, "opened", make)
    answers.on_kept(lambda: form.set_trait("outputs", make(form)))
    return form


def where_kept(answers: Answers) -> str:
    """Return where the answers are, or plainly that they are not being saved."""
    journal, problem = answers.journal, answers.journal.problem
    return answers.fill(
        "activities/kept",
        problem=answers.tell(problem) if problem else "",
        faults=[answers.tell(fault) for fault in journal.faults],
        path=journal.place,
        entries=len(journal.events()),
    )
