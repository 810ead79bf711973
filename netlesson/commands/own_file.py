"""What the commands do with the learner's own file: progress, report, handin."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from ..classroom import handin
from ..content import Lang, UserError, course_in_use
from ..language import percent
from ..learning import Answers, JournalError, open_journal, progress_of, topic_name


def open_answers(lang: Lang) -> Answers:
    """Open the learner's own file, as a notebook in this folder would.

    Raises:
        UserError: If a newer version of the course wrote to it.
    """
    course = course_in_use()
    try:
        return Answers(course, open_journal(), lang)
    except JournalError as error:
        raise UserError(course.tell(error.problem, lang)) from error


def _place(answers: Answers) -> str:
    """Return where the answers are, in words."""
    return answers.journal.place or answers.course.say("keeping.here", answers.lang)


def report(answers: Answers) -> Iterator[str]:
    """Yield what the progress page in a notebook says, one line each."""
    course, lang, journal = answers.course, answers.lang, answers.journal
    key = "keeping.kept_in" if journal.place else "keeping.kept_here"
    kept = course.say(key, lang, entries=len(journal.events()))
    yield f"{kept} {journal.place}".strip()
    for problem in filter(None, (*journal.faults, journal.problem)):
        yield course.tell(problem, lang)
    standing = progress_of(answers)
    for topic, each in standing.topics.items():
        name = topic_name(topic, course, lang)
        if each.share is None:
            yield course.say("progress.line_none", lang, name=name, unseen=each.total)
            continue
        yield course.say(
            "progress.line_mastered" if each.reached else "progress.line",
            lang,
            name=name,
            latest=each.latest,
            answered=each.answered,
            share=percent(each.share, lang),
            first=each.first,
            unseen=each.total - each.answered,
        )
    if standing.next is None:
        yield course.say("progress.nothing_open", lang)
        return
    what = course.say(standing.next.key, lang, name=standing.next.name)
    where = course.say("progress.in_notebook", lang, name=standing.next.notebook)
    yield f"{course.say('progress.next', lang)}: {what} ({where})"


def export(answers: Answers, target: Path) -> str:
    """Write all events to a file of its own, and say so.

    Raises:
        UserError: If the file is there already.
    """
    if target.exists():
        raise UserError(f"{target} is there already; choose another name")
    target.write_bytes(answers.journal.export_bytes())
    return f"wrote {len(answers.journal.events())} entries to {target}"


def take_in(answers: Answers, source: Path) -> str:
    """Take over what a file holds, each event once, and say how many were new.

    Raises:
        UserError: If the file is no journal, or nothing can be saved.
    """
    course, lang, journal = answers.course, answers.lang, answers.journal
    try:
        merged = journal.merge(source.read_bytes())
    except JournalError as error:
        raise UserError(course.tell(error.problem, lang)) from error
    if journal.problem:
        raise UserError(course.tell(journal.problem, lang))
    return course.say(
        "keeping.took_over",
        lang,
        new=merged.new,
        known=merged.known,
        unreadable=merged.unreadable,
    )


def reset(answers: Answers, ask: Callable[[str], str]) -> str:
    """Put all answers aside after asking, so that the course starts anew.

    Args:
        answers: Whose answers.
        ask: Shows a question and returns what was typed.

    Returns:
        A sentence that says what happened.
    """
    course, lang = answers.course, answers.lang
    backup = answers.journal.backup()
    if not backup:
        return course.say("progress.reset_nothing", lang)
    word = course.say("progress.reset_word", lang)
    question = course.say("progress.reset_ask", lang, word=word, backup=backup)
    if ask(f"{question} ").strip().casefold() != word:
        return course.say("progress.reset_kept", lang)
    answers.journal.set_aside(backup)
    return course.say("progress.reset_done", lang, backup=backup)


def write_report(answers: Answers, folder: Path, today: date) -> Iterator[str]:
    """Write the report, the data and the calendar into a folder, and say so.

    Args:
        answers: Whose report.
        folder: Where the files go; made when it is not there.
        today: The day that stands on it.

    Raises:
        UserError: If there are no answers, or a file is there already.
    """
    from ..report import files

    course, lang = answers.course, answers.lang
    if not answers.journal.events():
        raise UserError(course.say("report.no_answers", lang, path=_place(answers)))
    made = [(folder / name, data) for name, data in files(answers, today)]
    for path, _ in made:
        if path.exists():
            raise UserError(course.say("report.there_already", lang, path=str(path)))
    folder.mkdir(parents=True, exist_ok=True)
    for path, data in made:
        path.write_bytes(data)
        yield course.say("report.wrote", lang, path=str(path))


def hand_in(answers: Answers, folder: Path | None, name: str) -> Iterator[str]:
    """Write the result file into a folder that is there, and say so.

    Args:
        answers: Whose results.
        folder: Where it goes; None for the one that NETLESSON_HANDIN names.
        name: What is to stand in it as a name; "" for none.

    Raises:
        UserError: If there is nothing to hand in, or it cannot be put there.
    """
    course, lang = answers.course, answers.lang
    target = folder or handin.folder()
    if target is None:
        raise UserError(course.say("handin.which_folder", lang))
    if handin.is_empty(answers):
        raise UserError(course.say("handin.no_answers", lang, path=_place(answers)))
    try:
        result = handin.make_result(answers, name=name)
        file = handin.file_name(result)
        replaced = handin.put(target, file, handin.encode_result(result))
    except handin.ResultError as error:
        raise UserError(course.tell(error.problem, lang)) from error
    key = "handin.replaced" if replaced else "handin.handed_in"
    yield course.say(key, lang, path=str(target / file))
    called = (
        course.say("handin.with_name", lang, name=result.name)
        if result.name
        else course.say("handin.without_name", lang)
    )
    items, places = len(result.items), len(result.ranking)
    yield course.say("handin.in_it", lang, items=items, places=places, name=called)
