from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from tenants.base.clock import SCHOOL_TIME
from tenants.calendars.rules import AHEAD, BEHIND, Entry, is_near, written

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
SPACE = "https://lectern.example/schools/oak"
words = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=200)
on_the_wall = st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1)).map(
    lambda moment: moment.replace(microsecond=0, tzinfo=SCHOOL_TIME)
)
entries = st.builds(
    lambda key, title, begins, lasts, place: Entry(
        f"session-{key}", title, begins, "/mentoring", begins.astimezone(UTC) + lasts, place
    ),
    st.integers(0, 10**9),
    words,
    on_the_wall,
    st.timedeltas(timedelta(minutes=5), timedelta(hours=8)),
    words | st.just(""),
)


def read(told: list[Entry]) -> Calendar:
    return Calendar.from_ical(written(told, school="Oak, Elm; & Ash", space=SPACE, now=NOW))


@given(st.lists(entries, max_size=5, unique_by=lambda one: one.key))
def test_what_a_program_reads_is_what_was_meant_across_the_change_of_clocks(told: list[Entry]) -> None:
    events = read(told).walk("VEVENT")
    assert [str(one["UID"]) for one in events] == [f"{one.key}@lectern.example" for one in told]
    for event, entry in zip(events, told, strict=True):
        assert str(event["SUMMARY"]) == entry.title
        assert event["DTSTART"].dt.astimezone(SCHOOL_TIME) == entry.begins
        assert event["DTEND"].dt == entry.ends.replace(microsecond=0)


def test_a_day_is_a_day_everywhere_and_leads_to_its_page() -> None:
    [event] = read([Entry("closes-1", "Submission window closes", date(2027, 3, 28), "/portfolio")]).walk(
        "VEVENT"
    )
    assert event["DTSTART"].dt == date(2027, 3, 28)
    assert str(event["URL"]) == f"{SPACE}/portfolio"


def test_lines_are_folded_as_the_standard_asks() -> None:
    text = written([Entry("a", "é" * 200, date(2027, 3, 28), "/")], school="Oak", space=SPACE, now=NOW)
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))


def test_a_calendar_reaches_so_far_back_and_ahead() -> None:
    today = NOW.date()
    assert [is_near(today + days, today) for days in (-BEHIND, AHEAD)] == [True, True]
    one = timedelta(days=1)
    assert not any(is_near(today + days, today) for days in (-BEHIND - one, AHEAD + one))
