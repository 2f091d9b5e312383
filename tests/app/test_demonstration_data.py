"""What the demonstration tells, read as data: nothing here needs a database."""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from statistics import quantiles

import pytest

from app.demonstration.days import days
from app.demonstration.priorities import Year
from app.demonstration.reading import assessors_words, platform, schools
from app.demonstration.stage import Stage
from app.demonstration.told import DATA, Candidate, School
from app.demonstration.told_events import Event
from app.demonstration.told_pieces import KINDS, Claimed, Piece
from tenants.awards.rules import expires
from tenants.portfolios.rules.evidence import NEEDED
from tenants.portfolios.rules.states import EvidenceKind
from tests.house.test_words import faults

SCHOOLS = schools()
CANDIDATES = [(school, one) for school in SCHOOLS for one in school.candidates]
PIECES = [(one, piece) for _, one in CANDIDATES for piece in one.pieces]
SEVERAL = re.compile(
    r"\b(two|three|five|six|nine|eleven|twelve|fourteen|seventeen|nineteen|twenty-two|four)\b|\bschools\b",
    re.I,
)
CALENDAR_WORDS = re.compile(
    r"\b(january|february|march|april|june|july|august|september|october|november|december|"
    r"christmas|easter|spring|autumn|winter|20\d\d)\b",
    re.I,
)
RESULTS = re.compile(
    r"\b(gcses?|a-levels?|exams?|examinations?|sats|grades?|progress 8|results day|pass rate)\b", re.I
)
TODAYS = [
    date(2026, 9, 1), date(2026, 11, 26), date(2026, 12, 26), date(2027, 2, 28), date(2027, 5, 11),
    date(2027, 8, 31),
]  # fmt: skip


def texts(piece: Piece) -> Iterator[str]:
    yield from (piece.title, piece.body, *(claim.why for claim in piece.claims))


def sentences(piece: Piece) -> set[str]:
    split = (part for text in texts(piece) for part in re.split(r"[.!?:;]['’]?\s|\n", text + "\n"))
    found = (" ".join(re.findall(r"[\w'’-]+", part.lower())) for part in split)
    return {one for one in found if len(one.split()) >= 4}


def everything(school: School, one: Candidate) -> Iterator[str]:
    for piece in one.pieces:
        yield from texts(piece)
        yield from filter(None, (piece.audience, piece.audience_from))
        yield from (part for claim in piece.claims for part in (claim.reach.who, claim.reach.team))
    yield from one.audit.reflections.values() if one.audit else ()
    for handing in one.handings:
        yield from (handing.ai, handing.word.words if handing.word else "")
        yield from (seat.words for seat in handing.seats)
    yield one.grounds


def of_event(one: Event) -> Iterator[str]:
    yield from (one.title, one.audience, one.team, one.school, one.summary, one.host or "")
    yield from (words for row in one.answers for words in row[3:])
    yield from (row[2] for row in one.standards)


def of_joining(school: School) -> Iterator[tuple[str, str]]:
    for one in school.joining.requests:
        yield from ((one.who, text) for text in (one.reason, one.support, one.word))
    for time in school.joining.time:
        yield from ((time.who, one.how) for one in time.given)
        yield from ((time.who, one.note) for one in time.used)


def of_improvement(school: School) -> Iterator[str]:
    for plan in school.improvement:
        yield plan.about
        for one in plan.priorities:
            yield from (one.title, one.reason, *(note for _, note in one.reviews))
            yield from (*(each.name for each in one.measures), *(each.what for each in one.actions))
            yield from (each.reason for each in one.mapped)


def of_groups(school: School) -> Iterator[str]:
    for group in school.groups:
        yield from (group.name, group.focus, group.who_does_what, group.how_we_decide)
        for one in group.pool:
            yield from (*texts(one.piece), *(strength.note for strength in one.strengths))
            for part in one.parts:
                yield from (part.role, part.did, part.learned, *(claim.why for claim in part.claims))
                yield from (word.note for word in part.words)


def drawn_texts() -> Iterator[str]:
    for file in (DATA / "files").iterdir():
        if file.suffix in (".txt", ".csv"):
            yield file.read_text(encoding="utf-8")


def everything_told() -> list[tuple[str, str]]:
    told = [(one.who, text) for school, one in CANDIDATES for text in everything(school, one)]
    told += [(one.who, text) for school in SCHOOLS for one in school.events for text in of_event(one)]
    told += [pair for school in SCHOOLS for pair in of_joining(school)]
    told += [("the plan", text) for school in SCHOOLS for text in of_improvement(school)]
    told += [("a group", text) for school in SCHOOLS for text in of_groups(school)]
    return told + [("files", text) for text in drawn_texts()]


def department(school: School, who: str) -> str:
    return next(row["Department"] for row in staff(school) if row["Work email"] == school.email(who))


def staff(school: School) -> list[dict[str, str]]:
    return list(csv.DictReader(school.staff.splitlines()))


def test_twenty_four_people_of_two_schools_in_all_kinds_of_work() -> None:
    assert [len(school.candidates) for school in SCHOOLS] == [5, 19]
    assert len({department(school, one.who) for school, one in CANDIDATES}) >= 11


def test_at_least_240_items_of_every_kind() -> None:
    assert len(PIECES) >= 240
    kinds = Counter(piece.kind for _, piece in PIECES)
    assert set(kinds) == set(KINDS)
    assert min(kinds.values()) >= 10


def test_every_item_says_what_its_kind_needs() -> None:
    for one, piece in PIECES:
        kind = KINDS[piece.kind]
        said = {name: getattr(piece, name) for name in NEEDED[kind] if name != "happened_on"}
        assert piece.draft or all(said.values()), f"{one.who}: {piece.title}"
        assert bool(piece.file) == (kind is EvidenceKind.FILE), f"{one.who}: {piece.title}"
        assert piece.draft or piece.claims, f"{one.who}: {piece.title}"
        assert len({claim.standard for claim in piece.claims}) == len(piece.claims), piece.title


def test_no_two_items_share_a_sentence() -> None:
    by_sentence: defaultdict[str, list[str]] = defaultdict(list)
    for one, piece in PIECES:
        for sentence in sentences(piece):
            by_sentence[sentence].append(f"{one.who}: {piece.title}")
    assert {sentence: said for sentence, said in by_sentence.items() if len(said) > 1} == {}


def test_no_turn_of_phrase_is_everybodys() -> None:
    """Five words in a row that several people use would be a phrase of the house, not of a person."""
    users: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for one, piece in PIECES:
        for text in texts(piece):
            words = re.findall(r"[\w'’-]+", text.lower())
            for run in zip(*(words[at:] for at in range(5)), strict=False):
                users[run].add(one.who)
    assert {" ".join(run): who for run, who in users.items() if len(who) > 2} == {}


def test_openings_and_lengths_vary() -> None:
    written = [piece.body for _, piece in PIECES if piece.body and not piece.draft]
    openings = Counter(" ".join(re.findall(r"[\w'’-]+", body)[:2]) for body in written)
    assert openings.most_common(1)[0][1] <= 3
    assert sum(body.startswith("I ") for body in written) <= len(written) / 10
    first, _, last = quantiles([len(body) for body in written], n=4)
    assert last > 2 * first
    assert max(map(len, written)) > 500
    assert min(map(len, written)) < 50


def test_each_author_has_lengths_of_their_own() -> None:
    means = {
        one.who: sum(len(piece.body) for piece in one.pieces) / len(one.pieces)
        for _, one in CANDIDATES
        if len(one.pieces) > 2
    }
    assert max(means.values()) > 3 * min(means.values())


def reaches(school: School, own: str, claim: Claimed) -> int:
    """The level that the facts speak for: another colleague, the own team, beyond it, beyond the school."""
    reach = claim.reach
    if reach.school and reach.school != school.name:
        return 4 if SEVERAL.search(reach.school) else 3
    if reach.many <= 1 and claim.level == 1:
        return 1
    return 2 if reach.team == own else 3


def test_levels_agree_with_the_facts_of_reach() -> None:
    wrong = [
        f"{one.who}: {piece.title}: standard {claim.standard} at {claim.level}: {claim.reach}"
        for school, one in CANDIDATES
        for piece in one.pieces
        for claim in piece.claims
        if claim.level != reaches(school, department(school, one.who), claim)
    ]
    assert wrong == []


def test_claims_on_shared_pieces_agree_with_the_facts_of_reach() -> None:
    claimed = [
        (school, who, claim)
        for school in SCHOOLS
        for group in school.groups
        for one in group.pool
        for who, claims in ((one.by, one.piece.claims), *((part.who, part.claims) for part in one.parts))
        for claim in claims
    ]
    assert len(claimed) >= 8
    assert [
        who for school, who, one in claimed if one.level != reaches(school, department(school, who), one)
    ] == []


def test_a_reach_says_who_which_team_and_how_many() -> None:
    for _, piece in PIECES:
        for claim in piece.claims:
            assert claim.reach.who
            assert claim.reach.team
            assert claim.why[-1] in ".?"
            assert 1 <= claim.reach.many <= 300
            if claim.level == 4:
                assert claim.reach.many >= 6, piece.title


def test_a_presentation_reaches_no_more_people_than_listened_and_took_it_on() -> None:
    for _, piece in PIECES:
        if piece.kind == "presentation" and not piece.draft:
            assert all(claim.reach.many <= (piece.audience_size or 0) for claim in piece.claims), piece.title


def test_nothing_is_tied_to_a_season_since_today_moves() -> None:
    assert [told for told in everything_told() if CALENDAR_WORDS.search(told[1])] == []


def told_of_projects() -> Iterator[tuple[str, str]]:
    """Whose project it is, and each text of it."""
    for _, one in CANDIDATES:
        if one.project is not None:
            said = (one.project.words, one.project.changed, one.project.found)
            written = (value for words in said for value in words.values() if isinstance(value, str))
            answers = (answer.words for answer in one.project.answers)
            yield from ((one.who, text) for text in (*written, *answers))


def test_projects_are_told_at_every_stage_and_as_the_rest_is() -> None:
    projects = [one.project for _, one in CANDIDATES if one.project is not None]
    assert any(one.asked is None for one in projects)
    assert any(one.asked and not one.found for one in projects)
    assert any(not answer.agreed for one in projects for answer in one.answers)
    assert any(one.changed for one in projects)
    assert any(one.finished and not one.library for one in projects)
    assert any(one.library for one in projects)
    told = list(told_of_projects())
    assert [one for one in told if CALENDAR_WORDS.search(one[1]) or RESULTS.search(one[1])] == []
    assert faults(told) == []


def test_nobody_claims_exam_results() -> None:
    assert [told for told in everything_told() if RESULTS.search(told[1])] == []


def test_the_words_are_those_that_schools_say() -> None:
    voices = assessors_words()["voices"].values()
    phrases = [("assessors", one) for kinds in voices for of in kinds.values() for one in of]
    assert faults([*everything_told(), *phrases, ("operator", platform().announcement)]) == []


NOT_NAMES = {
    "I", "English", "French", "Spanish", "Polish", "PE", "Year", "Lego", "Sunday", "Monday", "Tuesday",
    "Wednesday", "Thursday", "Friday", "Saturday", "Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays",
    "Oakfield", "Brookside", "Thornby", "Millford", "Earth", "B", "A5", "H4", "E4", "S3", "Nine", "SENDCo",
}  # fmt: skip


def test_no_pupil_can_be_known_by_a_name() -> None:
    """Whoever is named in the middle of a sentence works at one of the schools."""
    known = {part for school in SCHOOLS for row in staff(school) for part in row["Name"].split()}
    names: set[str] = set()
    for _, piece in PIECES:
        for text in (piece.body, *(claim.why for claim in piece.claims)):
            names |= set(re.findall(r"(?<=[a-z,;] )([A-Z][\w]*(?:'s)?)", text))
    unknown = {name.removesuffix("'s") for name in names} - known - NOT_NAMES
    assert unknown == set()


def test_every_address_ends_in_example() -> None:
    told = "\n".join(
        file.read_text(encoding="utf-8")
        for file in DATA.rglob("*")
        if file.suffix in (".toml", ".csv", ".txt")
    )
    hosts = set(re.findall(r"(?:https?://|@)([\w.-]+\w)", told))
    assert len(hosts) > 10
    assert {host for host in hosts if not host.endswith(".example")} == set()


@pytest.mark.parametrize("today", TODAYS)
def test_on_any_day_all_that_happened_lies_in_terms_and_in_the_past(today: date) -> None:
    known = days(today)
    for _, piece in PIECES:
        happened, written = known.day(piece.held or piece.ago), known.day(piece.ago)
        assert happened <= written < today, piece.title
        assert all(known.year_of(day) and known.calendar.works(day) for day in (happened, written))


@pytest.mark.parametrize(("school", "one"), CANDIDATES, ids=lambda one: getattr(one, "who", ""))
def test_each_story_goes_forward(school: School, one: Candidate) -> None:
    cohort = next(each for each in school.cohorts if each.key == one.cohort)
    steps = [cohort.planned, one.invited, one.accepted, one.approved]
    for handing in one.handings:
        endorsed = handing.word.ago if handing.word else None
        steps += [handing.ago, endorsed, handing.allocated, handing.released]
    told = [step for step in steps if step is not None]
    assert all(later < earlier for earlier, later in pairwise(told))
    for piece in one.pieces:
        assert piece.ago < min(cohort.starts, one.approved or 0), piece.title
        assert not any(
            piece.ago <= handing.ago and (handing.released is None or piece.ago >= handing.released)
            for handing in one.handings
            if handing.word is None or handing.word.endorsed
        ), f"{piece.title} was written while the portfolio was away"


@pytest.mark.parametrize("today", TODAYS)
def test_on_any_day_one_award_is_about_to_expire(today: date) -> None:
    known = days(today)
    released = [handing.released for _, one in CANDIDATES for handing in one.handings if handing.released]
    until = [expires(known.day(ago), 3) for ago in released]
    assert len([day for day in until if today < day <= today + timedelta(days=120)]) == 1


def test_what_names_its_priorities_was_told_before() -> None:
    for school in SCHOOLS:
        pieces = {(one.who, piece.title): piece.ago for one in school.candidates for piece in one.pieces}
        events = {(one.who, one.title): one.planned for one in school.events}
        projects = {(one.who, ""): one.project.begun for one in school.candidates if one.project}
        told = {"piece": pieces, "event": events, "project": projects}
        assert all(told[one.of][one.who, one.title] > one.ago for one in school.threads.named)
        assert {one.cohort for one in school.threads.focus} <= {one.key for one in school.cohorts}


@pytest.mark.parametrize("today", TODAYS, ids=str)
def test_what_a_plan_tells_comes_in_its_order_and_never_ahead(today: date) -> None:
    for school in SCHOOLS:
        stage = Stage(None, school, days(today), None)  # type: ignore[arg-type]
        for plan in school.improvement:
            year = Year(stage, plan)
            agos = [year.ago(share) for share in (0, 0.01, 0.3, 0.6, 1)]
            assert agos == sorted(agos, reverse=True)
            assert agos[-1] >= 1
            assert plan.back == 0 or year.day(1) <= year.span.ends_on
