"""Reads what the demonstration tells from the files in `data`: a school a folder, a candidate a file."""

import tomllib
from pathlib import Path
from typing import Any

from app.demonstration.between import Agreed, commented, met
from app.demonstration.told import (
    DATA,
    Audit,
    Candidate,
    Cohort,
    Earlier,
    Guest,
    Handing,
    Platform,
    Programme,
    School,
    Seat,
    Testimonial,
    Version,
    Waiting,
    Word,
)
from app.demonstration.told_costs import Costing
from app.demonstration.told_desk import Noted, Together
from app.demonstration.told_events import Event
from app.demonstration.told_groups import Group, groups
from app.demonstration.told_joining import Joining, joining
from app.demonstration.told_messages import Written, written
from app.demonstration.told_pieces import claimed, piece
from app.demonstration.told_priorities import Plan, plans
from app.demonstration.told_projects import project
from app.demonstration.told_threads import Threads, threads
from app.demonstration.worries import Worry


def platform() -> Platform:
    told = _read(DATA / "platform.toml")
    version = _read(DATA / "versions.toml")
    lists = ("changes", "added", "dropped", "replaced")
    known = Version(**version | {name: tuple(version[name]) for name in lists})
    return Platform(**told | {"interests": tuple(told["interests"]), "version": known})


def schools() -> list[School]:
    return [_school(folder) for folder in sorted(DATA.iterdir()) if (folder / "school.toml").exists()]


def assessors_words() -> dict[str, Any]:
    return _read(DATA / "assessors.toml")


def _messages(folder: Path) -> tuple[Written, ...]:
    file = folder / "messages.toml"
    return tuple(written(one) for one in _read(file)["messages"]) if file.exists() else ()


def _school(folder: Path) -> School:
    told = _read(folder / "school.toml")
    return School(
        **told
        | {
            "deputy": told.get("deputy"),
            "deputy_until": told.get("deputy_until", 0),
            "staff": (folder / "staff.csv").read_text(encoding="utf-8"),
            "roles": {key: tuple(names) for key, names in told["roles"].items()},
            "earlier": tuple(Earlier(**one) for one in told.get("earlier", ())),
            "guests": tuple(Guest(**one) for one in told.get("guests", ())),
            "guidance": tuple(told.get("guidance", ())),
            "waiting": tuple(Waiting(**one) for one in told.get("waiting", ())),
            "messages": _messages(folder),
            "programme": Programme(**told["programme"]) if "programme" in told else None,
            "together": tuple(
                Together(**one | {"who": tuple(one["who"])}) for one in told.get("together", ())
            ),
            "costs": tuple(Costing(**one) for one in told.get("costs", ())),
            "cohorts": tuple(_cohort(one) for one in told["cohorts"]),
            "candidates": tuple(_candidate(_read(file)) for file in sorted(folder.glob("candidates/*.toml"))),
            "groups": _groups(folder / "groups.toml"),
            "joining": _joining(folder / "joining.toml"),
            "improvement": _improvement(folder / "improvement.toml"),
            "threads": _threads(folder / "threads.toml"),
            "events": tuple(_event(one) for one in _read(folder / "events.toml")["events"]),
        }
    )


def _groups(file: Path) -> tuple[Group, ...]:
    return groups(_read(file)) if file.exists() else ()


def _joining(file: Path) -> Joining:
    return joining(_read(file)) if file.exists() else Joining()


def _improvement(file: Path) -> tuple[Plan, ...]:
    return plans(_read(file)) if file.exists() else ()


def _threads(file: Path) -> Threads:
    return threads(_read(file)) if file.exists() else Threads()


def _read(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _cohort(told: dict[str, Any]) -> Cohort:
    people = {part: tuple(told.get(part, ())) for part in ("mentors", "assessors")}
    return Cohort(**told | people)


def _candidate(told: dict[str, Any]) -> Candidate:
    read: dict[str, Any] = {"pieces": tuple(piece(one) for one in told.get("pieces", ()))}
    if "audit" in told:
        read["audit"] = _audit(told["audit"])
    if "project" in told:
        read["project"] = project(told["project"])
    read["handings"] = tuple(_handing(one) for one in told.get("handings", ()))
    read["testimonials"] = tuple(_testimonial(one) for one in told.get("testimonials", ()))
    read["worries"] = tuple(Worry(**one) for one in told.get("worries", ()))
    read["meetings"] = tuple(met(one) for one in told.get("meetings", ()))
    read["agreed"] = tuple(Agreed(**one) for one in told.get("agreed", ()))
    read["comments"] = tuple(commented(one) for one in told.get("comments", ()))
    read["sessions"] = tuple((number, presence) for number, presence in told.get("sessions", ()))
    read["notes"] = tuple(Noted(**one) for one in told.get("notes", ()))
    return Candidate(**told | read)


def _audit(told: dict[str, Any]) -> Audit:
    numbers = {name: tuple(told.get(name, ())) for name in ("levels", "targets")}
    again = {"again": _audit(told["again"])} if "again" in told else {}
    return Audit(**told | numbers | again)


def _testimonial(told: dict[str, Any]) -> Testimonial:
    usual = told.get("reach", {})
    listed = {name: tuple(told.get(name, ())) for name in ("asked_for", "speaks_to")}
    claims = tuple(claimed(*row, usual=usual) for row in told.get("claims", ()))
    rest = {name: value for name, value in told.items() if name != "reach"}
    return Testimonial(**rest | listed | {"claims": claims})


def _event(told: dict[str, Any]) -> Event:
    rows = {name: tuple(tuple(row) for row in told.get(name, ())) for name in ("answers", "standards")}
    return Event(**told | rows | {"people": tuple(told.get("people", ()))})


def _handing(told: dict[str, Any]) -> Handing:
    word = Word(**told["word"]) if "word" in told else None
    seats = tuple(Seat(**one | {"levels": tuple(one.get("levels", ()))}) for one in told.get("seats", ()))
    return Handing(**told | {"word": word, "seats": seats})
