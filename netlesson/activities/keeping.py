"""The learner's own file in the page: what is kept, download, upload."""

from datetime import datetime

from ..form import Download, Field, File, Form, Output, Upload, form_labels
from ..language import render
from ..learning import Answers, JournalError


def keeping_form(answers: Answers) -> Form:
    """Say where answers are kept; let the learner take them along and back."""
    course, lang, journal = answers.course, answers.lang, answers.journal
    fields: list[Field] = [
        Output("kept", course.say("keeping.kept", lang)),
        Download(
            "download",
            course.say("keeping.download", lang),
            course.say("keeping.download_help", lang),
        ),
        Upload(
            "upload",
            course.say("keeping.upload", lang),
            course.say("keeping.upload_help", lang),
            accept=".jsonl",
            megabytes=50,
        ),
        Output("merged", course.say("keeping.merged", lang)),
    ]
    form = Form(
        fields, labels=form_labels(course.strings, lang), lang=lang, name="keeping"
    )

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
            form.errors = {"upload": course.tell(error.problem, lang)}
            return
        form.errors = {}
        answers.reload()
        sentence = course.say(
            "keeping.took_over",
            lang,
            new=merged.new,
            known=merged.known,
            unreadable=merged.unreadable,
        )
        note = render("language/note", course, lang, text=sentence)
        form.outputs = {"kept": where_kept(answers), "merged": note}

    form.on_download("download", give)
    form.on_upload("upload", take)
    answers.watch(paint)
    paint()
    return form


def where_kept(answers: Answers) -> str:
    """Return where the answers are, or plainly that they are not being saved."""
    course, lang, journal = answers.course, answers.lang, answers.journal
    problem = journal.problem
    return render(
        "activities/kept",
        course,
        lang,
        problem=course.tell(problem, lang) if problem else "",
        faults=[course.tell(fault, lang) for fault in journal.faults],
        path=journal.place,
        entries=len(journal.events()),
    )
