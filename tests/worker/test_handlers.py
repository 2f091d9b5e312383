import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

import tenants
import worker
from tenants.base.messages import Message, kinds
from worker import handlers

TOP = Path(str(tenants.__file__)).parent


def declared() -> set[type[Message]]:
    for file in TOP.glob("*/jobs.py"):
        importlib.import_module(f"tenants.{file.parent.name}.jobs")
    return {message for message in descendants(Message) if message.__module__.startswith("tenants.")}


def descendants(cls: type[Message]) -> Iterator[type[Message]]:
    for each in cls.__subclasses__():
        yield each
        yield from descendants(each)


@pytest.fixture(autouse=True)
def _known_messages() -> None:
    """Only what the product knows; the messages of the tests stay out here."""


def test_every_message_has_a_handler_and_every_handler_a_message() -> None:
    assert set(handlers.HANDLERS) == declared()


def test_a_message_is_called_by_its_aggregate_and_a_name_of_its_own() -> None:
    names = [message.name for message in declared()]
    assert len(names) == len(set(names))
    for message in declared():
        assert message.name.split(".")[0] == message.__module__.split(".")[1]


def test_every_field_of_every_message_may_travel() -> None:
    assert all(isinstance(kinds(message), dict) for message in declared())


def test_no_message_may_run_without_end() -> None:
    assert all(1 <= message.time_limit.total_seconds() <= 3600 for message in declared())


def test_every_letter_says_its_subject_in_the_first_line() -> None:
    folder = Path(str(worker.__file__)).parent / "templates" / "mail"
    letters = [file for file in folder.glob("*.txt") if file.name != "layout.txt"]
    assert all(file.read_text().startswith("Subject: ") for file in letters)
