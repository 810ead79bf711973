"""The results of a class in a notebook, looked at again while files arrive."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..classroom.page import body, state
from ..classroom.reading import read_class
from ..content import UserError, expanded
from ..form import Option
from ..learning import Answers, where
from .page import Section, page

PAUSE = 3.0


class ClassResults:
    """A folder, what was found in it, and the looking again.

    Nothing is read before a folder is named, and nothing is ever written.
    """

    def __init__(self, answers: Answers, folder: str) -> None:
        self.course, self.lang = answers.course, answers.lang
        self._seen: object = None
        self._task: asyncio.Task[None] | None = None

        self._say = say = Section(answers, "class.{}")
        options = (Option("live", say("live_on")), Option("notes", say("with_notes")))
        example = say("folder_help", example="../../../handin")
        fields = [
            say.line("folder", help=example),
            say.choices("how", "live", options=options),
            say.button("look", primary=True),
            say.output("results"),
        ]
        self.form = page(answers, fields, "class-results", value={"folder": folder})
        self.form.on_click("look", self._read)
        self.form.on_change(self._changed)
        if folder:
            self._read(self.form.value)

    def _changed(self, value: Mapping[str, Any]) -> None:
        if "live" not in (value.get("how") or ()):
            if self._task is not None:
                self._task.cancel()
                self._task = None
            return
        if self._task is None and self._read(value):
            try:
                self._task = asyncio.get_running_loop().create_task(self._follow())
            except RuntimeError:  # outside a notebook there is nothing to follow
                return

    async def _follow(self) -> None:
        while True:
            await asyncio.sleep(PAUSE)
            self._read(self.form.value, only_new=True)

    def _read(self, value: Mapping[str, Any], *, only_new: bool = False) -> bool:
        """Read the folder and paint what it holds; False if it cannot be read."""
        typed = str(value.get("folder") or "").strip()
        try:
            self._paint(typed, tuple(value.get("how") or ()), only_new)
        except UserError as error:
            self.form.errors = {"folder": self.course.tell(error, self.lang)}
        except OSError as error:
            code = error.strerror or str(error)
            sentence = self._say("unreadable", folder=typed, code=code)
            self.form.errors = {"folder": sentence}
        else:
            return True
        return False

    def _paint(self, typed: str, how: tuple[str, ...], only_new: bool) -> None:
        if where() == "visit":  # no visitor of a shared server looks into its folders
            raise UserError("class.not_here")
        folder = expanded(Path(typed))
        if not typed or not folder.is_dir():
            raise UserError("class.no_folder", folder=typed)
        now = typed, how, state(folder)
        if only_new and now == self._seen:
            return
        found = read_class(folder, self.course)
        results = body(found, self.lang, reflections="notes" in how)
        self._seen = now
        self.form.errors = {}
        self.form.outputs = {"results": results}
        self.form.status = self._say("looked", n=len(found))
