"""What the commands do with the learner's own file: progress, report, handin."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from ..activities.keeping import kept_sentence
from ..classroom import handin
from ..content import Lang, UserError, course_in_use, must_be_new, write_whole
from ..language import percent
from ..learning import Answers, JournalError, Problem, open_journal, progress_of


def open_answers(lang: Lang) -> Answers:
    """Open the learner's own file, as a notebook in this folder would.

    Raises:
        UserError: If a newer version of the course wrote to it.
    """
    course = course_in_use()
    try:
        return Answers(course, open_journal(), lang)
    except JournalError as error:
        raise _refusal(error.problem) from error


def _refusal(problem: Problem) -> UserError:
    return UserError(problem.key, **problem.values)


def _nothing(answers: Answers, key: str) -> UserError:
    """Return why there are no answers: none were given, or they cannot be read."""
    journal = answers.journal
    if journal.problem:
        return _refusal(journal.problem)
    return UserError(key, path=journal.place or answers.say("keeping.here"))


def report(answers: Answers) -> Iterator[str]:
    """Yield what the progress page in a notebook says, one line each."""
    journal = answers.journal
    yield f"{kept_sentence(answers)} {journal.place}".strip()
    for problem in filter(None, (*journal.faults, journal.problem)):
        yield answers.tell(problem)
    standing = progress_of(answers)
    for topic, each in standing.topics.items():
        name = answers.topic(topic)
        if each.share is None:
            yield answers.say("progress.line_none", name=name, unseen=each.total)
            continue
        yield answers.say(
            "progress.line_mastered" if each.reached else "progress.line",
            name=name,
            latest=each.latest,
            answered=each.answered,
            share=percent(each.share, answers.lang),
            first=each.first,
            unseen=each.total - each.answered,
        )
    if standing.next is None:
        yield answers.say("progress.nothing_open")
        return
    what = answers.say(standing.next.key, name=standing.next.name)
    where = answers.say("progress.in_notebook", name=standing.next.notebook)
    yield f"{answers.say('progress.next')}: {what} ({where})"


def export(answers: Answers, target: Path) -> str:
    """Write all events to a file of its own, and say so.

    Raises:
        UserError: If the file is there already.
    """
    must_be_new(target)
    write_whole(target, answers.journal.export_bytes())
    n = len(answers.journal.events())
    return answers.say("commands.exported", n=n, path=str(target))


def take_in(answers: Answers, source: Path) -> str:
    """Take over what a file holds, each event once, and say how many were new.

    Raises:
        UserError: If the file is no journal, or nothing can be saved.
    """
    journal = answers.journal
    try:
        merged = journal.merge(source.read_bytes())
    except JournalError as error:
        raise _refusal(error.problem) from error
    if journal.problem:
        raise _refusal(journal.problem)
    return answers.say(
        "keeping.took_over",
        new=merged.new,
        known=merged.known,
        unreadable=merged.unreadable,
    )


def reset(answers: Answers, ask: Callable[[str], str]) -> str:
    """Put all answers aside after asking, so that the course starts anew; say so."""
    backup = answers.journal.backup()
    if not backup:
        return answers.say("progress.reset_nothing")
    word = answers.say("progress.reset_word")
    question = answers.say("progress.reset_ask", word=word, backup=backup)
    if ask(f"{question} ").strip().casefold() != word:
        return answers.say("progress.reset_kept")
    answers.journal.set_aside(backup)
    return answers.say("progress.reset_done", backup=backup)


def write_report(
    answers: Answers, folder: Path, today: date, *, full: bool = False
) -> Iterator[str]:
    """Write the report, the data and the calendar into a folder, and say so.

    Raises:
        UserError: If there are no answers, or a file is there already.
    """
    from ..report import files

    if not answers.journal.events():
        raise _nothing(answers, "report.no_answers")
    made = [(folder / name, data) for name, data in files(answers, today, full=full)]
    for path, _ in made:
        if path.exists():
            raise UserError("report.there_already", path=str(path))
    folder.mkdir(parents=True, exist_ok=True)
    for path, data in made:
        write_whole(path, data)
        yield answers.say("report.wrote", path=str(path))


def hand_in(answers: Answers, folder: Path | None, name: str) -> Iterator[str]:
    """Write the result file, and say so.

    It goes into a folder that is there; by default the one NETLESSON_HANDIN names.

    Raises:
        UserError: If there is nothing to hand in, or it cannot be put there.
    """
    target = folder or handin.folder()
    if target is None:
        raise UserError("handin.which_folder")
    if handin.is_empty(answers):
        raise _nothing(answers, "handin.no_answers")
    result = handin.make_result(answers, name=name)
    file = handin.file_name(result)
    replaced = handin.put(target, file, handin.encode_result(result))
    key = "handin.replaced" if replaced else "handin.handed_in"
    yield answers.say(key, path=str(target / file))
    named = "handin.with_name" if result.name else "handin.without_name"
    called = answers.say(named, name=result.name)
    items, places = len(result.items), len(result.ranking)
    yield answers.say("handin.in_it", items=items, places=places, name=called)
