"""The bell, the page of notices, and the choice of how to be emailed."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tenants.base import clock
from tenants.notices.actions import forget
from tenants.notices.models import Notice
from tenants.notices.queries import Wanted, wanted_by
from tenants.notices.rules import Kind, Pace
from tests.factories.notices import make_notice
from tests.factories.staff import make_staff
from tests.isolation.test_queries import asked


@pytest.fixture
def ada(in_school, school_id):
    with in_school(school_id) as session:
        return make_staff(session, name="Ada Byron")


@pytest.fixture
def web(person, school_id, ada):
    return person(school_id, ada.id)


def test_nothing_yet_is_said_kindly_and_the_bell_has_no_count(web) -> None:
    page = web.page("/notices")
    assert "Nothing to tell you yet" in page.text
    assert not page.tree.xpath("//*[@class='masthead__count']")


def test_the_newest_stands_first_and_the_bell_counts_what_is_not_read(web, in_school, school_id, ada) -> None:
    with in_school(school_id) as session:
        make_notice(session, ada, title="The older one")
        make_notice(session, ada, title="The newer one", kind=Kind.REMINDER.value)
        make_notice(session, ada, title="A read one", read_at=clock.now())
    page = web.page("/notices")
    assert page.text.index("The newer one") < page.text.index("The older one")
    assert [one.text for one in page.tree.xpath("//*[@class='masthead__count']")] == ["2"]
    assert "Reminder" in page.text


def test_a_notice_leads_to_its_place_and_is_read_then(web, in_school, school_id, ada) -> None:
    with in_school(school_id) as session:
        made = make_notice(session, ada, path="/standards", waits=True)
    answer = web.get(f"/notices/{made.id}")
    assert answer.location == f"/schools/{web.slug}/standards"
    with in_school(school_id) as session:
        seen = session.get_one(Notice, (school_id, made.id))
        assert seen.read_at is not None
        assert not seen.waits, "what was read here needs no letter"


def test_somebody_elses_notice_is_neither_shown_nor_read_nor_counted(web, in_school, school_id) -> None:
    with in_school(school_id) as session:
        other = make_staff(session)
        made = make_notice(session, other, title="For somebody else")
    assert "For somebody else" not in web.page("/notices").text
    assert web.get(f"/notices/{made.id}").status_code == 404
    web.get(f"/notices?after={made.id}")
    with in_school(school_id) as session:
        assert session.get_one(Notice, (school_id, made.id)).read_at is None


def test_all_are_marked_as_read_and_only_ones_own(web, in_school, school_id, ada) -> None:
    with in_school(school_id) as session:
        make_notice(session, ada)
        other = make_notice(session, make_staff(session))
    assert web.submitted("/notices", form="/notices/read") == f"/schools/{web.slug}/notices"
    with in_school(school_id) as session:
        unread = session.scalars(select(Notice.id).where(Notice.read_at.is_(None))).all()
    assert unread == [other.id]


def test_the_list_is_paged_by_key(web, in_school, school_id, ada) -> None:
    with in_school(school_id) as session:
        for number in range(35):
            make_notice(session, ada, title=f"Notice {number:02}")
    first = web.page("/notices")
    (older,) = first.tree.xpath("//a[@rel='next']/@href")
    assert "Notice 34" in first.text
    assert "Notice 04" not in first.text
    assert "Notice 04" in web.page(older).text


def test_the_bell_costs_no_question_of_its_own(app, web, in_school, school_id, ada) -> None:
    with asked(app.extensions["engine"]) as few:
        web.get("/standards")
    with in_school(school_id) as session:
        for _ in range(20):
            make_notice(session, ada)
    with asked(app.extensions["engine"]) as many:
        web.get("/standards")
    assert len(few) == len(many)
    assert not [one for one in many if "FROM notices" in one and "FROM sessions" not in one]


def test_the_choice_is_kept_and_shown(web, in_school, school_id, ada) -> None:
    assert "At once" in web.page("/your-account").text
    web.submitted("/your-account/email", {"pace": "weekly"}, form="")
    with in_school(school_id) as session:
        assert wanted_by(session, ada.id).pace is Pace.WEEKLY
    assert "Once a week" in web.page("/your-account").text


def test_reminders_can_be_switched_off_and_on(web, in_school, school_id, ada) -> None:
    def chosen() -> Wanted:
        with in_school(school_id) as session:
            return wanted_by(session, ada.id)

    page = web.page("/your-account/email")
    form = page.form("", web.address("/your-account/email"))
    data = form.data({"pace": "daily"}) | {}
    data.pop("reminders", None)
    web.client.post(form.action, data=data)
    assert chosen() == Wanted(Pace.DAILY, reminders=False)
    web.submitted("/your-account/email", {"pace": "daily", "reminders": "y"}, form="")
    assert chosen() == Wanted(Pace.DAILY, reminders=True)


def test_quiet_hours_are_chosen_and_given_up(web, in_school, school_id, ada) -> None:
    web.submitted("/your-account/email", {"quiet_from": "18"}, form="")
    assert "From 6pm until the next school morning" in web.page("/your-account").text
    with in_school(school_id) as session:
        assert wanted_by(session, ada.id) == Wanted(quiet_from=18)
    web.submitted("/your-account/email", {"quiet_from": ""}, form="")
    with in_school(school_id) as session:
        assert wanted_by(session, ada.id) == Wanted()
    assert web.refused("/your-account/email", {"quiet_from": "3"}, form="").errors()


def test_an_unknown_pace_is_refused(web) -> None:
    assert web.refused("/your-account/email", {"pace": "hourly"}, form="").errors()


def test_old_ones_are_forgotten_read_or_not(in_school, school_id, ada) -> None:
    long_ago = clock.now() - timedelta(days=91)
    with in_school(school_id) as session:
        make_notice(session, ada, at=long_ago)
        make_notice(session, ada, at=long_ago, read_at=long_ago)
        kept = make_notice(session, ada, at=clock.now() - timedelta(days=89))
        forget(session)
        assert session.scalars(select(Notice.id)).all() == [kept.id]
