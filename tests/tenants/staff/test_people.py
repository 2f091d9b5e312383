import pytest
from sqlalchemy import select

from tenants.base import clock
from tenants.base.actor import Role
from tenants.base.errors import Conflict, Invalid, NotFound, Refused
from tenants.base.history import HistoryEntry
from tenants.staff.actions import people
from tenants.staff.models import Staff
from tenants.staff.rules.people import Particulars
from tests.factories.staff import acting, make_guest, make_staff

ANN = Particulars("Ann Oak", "Ann@School.Example", job_title="Teacher")


@pytest.fixture
def boss(session) -> Staff:
    return make_staff(
        session, Role.HEAD, name="Amara Head", email="head@school.example", manager_outside=True
    )


@pytest.fixture
def head(session, boss):
    return acting(session, boss)


@pytest.fixture
def deputy(session):
    return acting(session, make_staff(session, Role.DEPUTY))


def change(session, actor, person, **changes) -> None:
    given = Particulars(**{"name": person.name, "email": person.email} | changes)
    people.change_member(session, actor, person, given, manager_outside=False, version=person.version)


def test_an_address_is_kept_in_small_letters(session, head) -> None:
    assert people.add_member(session, head, ANN).email == "ann@school.example"


def test_an_address_belongs_to_one_person(session, head) -> None:
    people.add_member(session, head, ANN)
    with pytest.raises(Invalid) as refused:
        people.add_member(session, head, ANN)
    assert refused.value.fields == {"email": "Ann Oak has this address already."}


def test_an_mis_number_belongs_to_one_person(session, head) -> None:
    make_staff(session, name="Bob", mis_number="7")
    with pytest.raises(Invalid) as refused:
        people.add_member(session, head, Particulars("Ann", "ann@school.example", mis_number="7"))
    assert refused.value.fields == {"mis_number": "Bob has this number already."}


def test_a_mentor_adds_and_changes_nobody(session, boss) -> None:
    mentor = acting(session, make_staff(session, Role.MENTOR))
    for act in (
        lambda: people.add_member(session, mentor, ANN),
        lambda: change(session, mentor, boss, name="X"),
        lambda: people.deactivate(session, mentor, boss),
        lambda: people.reactivate(session, mentor, boss),
    ):
        with pytest.raises(NotFound):
            act()


def test_a_manager_is_named_by_address_or_by_name(session, head, boss) -> None:
    first = people.add_member(
        session, head, Particulars("Ann", "ann@s.example", manager="HEAD@school.example")
    )
    second = people.add_member(session, head, Particulars("Bob", "bob@s.example", manager="amara head"))
    assert first.line_manager_id == second.line_manager_id == boss.id


@pytest.mark.parametrize("manager", ["Nobody Known", "ann@s.example"])
def test_a_manager_who_is_not_here_is_refused_by_the_field(session, head, manager) -> None:
    with pytest.raises(Invalid) as refused:
        people.add_member(session, head, Particulars("Ann", "ann@s.example", manager=manager))
    assert list(refused.value.fields) == ["manager"]


def test_two_people_of_one_name_are_told_apart_by_address(session, head) -> None:
    make_staff(session, name="Sam Lee")
    make_staff(session, name="Sam Lee")
    with pytest.raises(Invalid, match="2 people are called"):
        people.add_member(session, head, Particulars("Ann", "ann@s.example", manager="Sam Lee"))


def test_nobody_manages_themselves_through_others(session, head) -> None:
    top = make_staff(session, name="Top")
    middle = make_staff(session, name="Middle", line_manager_id=top.id)
    with pytest.raises(Invalid, match="circle"):
        change(session, head, top, manager=middle.email)


def test_who_waited_for_a_manager_gets_them_when_they_come(session, head) -> None:
    waiting = make_staff(session, unsettled_manager="ann@school.example")
    ann = people.add_member(session, head, ANN)
    session.refresh(waiting)
    assert (waiting.line_manager_id, waiting.unsettled_manager) == (ann.id, None)


def test_a_stale_save_shows_both_texts_and_changes_nothing(session, head) -> None:
    ann = people.add_member(session, head, ANN)
    change(session, head, ann, job_title="Head of Maths")
    with pytest.raises(Conflict) as conflict:
        people.change_member(
            session,
            head,
            ann,
            Particulars("Ann Oak", "ann@school.example", job_title="Librarian"),
            manager_outside=False,
            version=1,
        )
    assert conflict.value.texts == {"Job title": ("Head of Maths", "Librarian")}
    assert ann.job_title == "Head of Maths"


def test_saving_without_a_change_is_no_change(session, head) -> None:
    ann = people.add_member(session, head, ANN)
    change(session, head, ann, job_title="Teacher")
    assert ann.version == 1


def test_history_names_the_fields_and_never_their_values(session, head) -> None:
    ann = people.add_member(session, head, ANN)
    change(session, head, ann, name="Ann Ash", job_title="Teacher")
    entry = session.scalars(select(HistoryEntry).where(HistoryEntry.action == "staff:change")).one()
    assert (entry.subject_id, entry.fields, entry.reason) == (ann.id, ["name"], None)


def test_a_deputy_cannot_take_over_a_heads_address(session, deputy, boss) -> None:
    with pytest.raises(Invalid, match="Only a headteacher"):
        change(session, deputy, boss, email="deputy@school.example")


def test_the_last_head_cannot_be_shut_out(session, deputy, boss) -> None:
    with pytest.raises(Refused, match="only headteacher"):
        people.deactivate(session, deputy, boss)


def test_a_deputy_cannot_shut_out_a_head(session, deputy, boss) -> None:
    make_staff(session, Role.HEAD)
    with pytest.raises(Refused, match="Only a headteacher"):
        people.deactivate(session, deputy, boss)


def test_nobody_ends_their_own_access(session, head, boss) -> None:
    make_staff(session, Role.HEAD)
    with pytest.raises(Refused, match="your own access"):
        people.deactivate(session, head, boss)


def test_who_left_can_come_back_with_their_roles(session, head) -> None:
    mentor = make_staff(session, Role.MENTOR)
    people.deactivate(session, head, mentor)
    assert mentor.deactivated_at is not None
    people.reactivate(session, head, mentor)
    assert acting(session, mentor).holds(Role.MENTOR)


def test_a_deputy_cannot_bring_a_head_back(session, head, deputy) -> None:
    other = make_staff(session, Role.HEAD)
    people.deactivate(session, head, other)
    with pytest.raises(Refused, match="Only a headteacher"):
        people.reactivate(session, deputy, other)


def test_a_guest_needs_no_line_manager(session) -> None:
    assert make_guest(session, until=clock.today()).line_is_settled
    assert not make_staff(session).line_is_settled
