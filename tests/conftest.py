import itertools
import tomllib
from functools import cache
from types import SimpleNamespace

import pytest
from builders import course
from hypothesis import HealthCheck, settings

from netlesson.content import reading
from netlesson.deciding import own_groups
from netlesson.learning import Answers, Journal

# How long an example takes says something about the machine, not about the course.
settings.register_profile(
    "untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("untimed")


@pytest.fixture(autouse=True, scope="session")
def parsed_once():
    """Parse each text of content once: hundreds of tests read the same files."""
    parse = cache(tomllib.loads)
    once = SimpleNamespace(loads=lambda text: dict(parse(text)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "tomllib", once)
        yield


@pytest.fixture(autouse=True)
def english(monkeypatch):
    """Let commands speak English, whatever the system of a developer speaks."""
    monkeypatch.setenv("LC_MESSAGES", "C")


@pytest.fixture(autouse=True)
def counted_groups(monkeypatch):
    """Call groups of one's own own-1, own-2 … here; else their ids are unique."""
    numbers = itertools.count(1)
    monkeypatch.setattr(own_groups, "new_id", lambda: f"own-{next(numbers)}")


@pytest.fixture
def journal(tmp_path):
    return Journal(tmp_path)


@pytest.fixture
def answers(journal):
    return Answers(course(), journal, "en")
