"""The columns of last year's export are known again."""

from hypothesis import given
from hypothesis import strategies as st

from tenants.base import clock
from tenants.base.actor import Role
from tenants.sign_in import staff_lists
from tenants.staff import imports
from tenants.staff.actions import lists
from tenants.staff.models import StaffImport
from tenants.staff.rules.columns import Column
from tenants.staff.rules.layouts import as_before, by_name, layout
from tenants.staff.rules.lists import read_table
from tenants.staff.rules.tables import Row, Table
from tests.factories.lists import confirm, quietly
from tests.factories.staff import acting, make_staff

CHOSEN = {Column.NAME: 0, Column.EMAIL: 1, Column.DEPARTMENT: 2}
TEXT = "Knows,Post box,Works at\nAnn Oak,ann@school.example,Maths\n"
MOVED = "Works at,KNOWS,Post box\nArt,Bo Ash,bo@school.example\n"


def test_the_order_of_columns_and_the_size_of_letters_do_not_matter() -> None:
    before, now = read_table(TEXT), read_table(MOVED)
    assert layout(before) == layout(now)
    assert as_before(now, by_name(before, CHOSEN)) == {Column.NAME: 1, Column.EMAIL: 2, Column.DEPARTMENT: 0}


def test_one_column_more_is_another_layout() -> None:
    assert layout(read_table(TEXT)) != layout(read_table("Knows,Post box,Works at,Pay\na,b,c,d"))


def test_columns_of_the_same_name_are_told_apart_by_their_place() -> None:
    table = read_table("Email,Name,Email\nhome@x.example,Ann,ann@school.example\n")
    chosen = {Column.NAME: 1, Column.EMAIL: 2}
    assert as_before(table, by_name(table, chosen)) == chosen


def test_a_choice_that_is_no_good_any_more_is_not_offered() -> None:
    assert as_before(read_table(TEXT), {Column.DEPARTMENT.value: 1}) == {}


@given(st.lists(st.text(max_size=5), min_size=3, max_size=8), st.randoms(use_true_random=False))
def test_however_they_are_shuffled_each_is_found_by_its_name(names, random) -> None:
    headers = tuple(dict.fromkeys(name.casefold() for name in names))
    places = list(range(len(headers)))
    random.shuffle(places)
    before, now = (Table(order, (Row(2, order),)) for order in (headers, tuple(headers[p] for p in places)))
    assert layout(before) == layout(now)
    chosen = dict(zip((Column.NAME, Column.EMAIL), range(len(headers)), strict=False))
    if len(chosen) == 2:
        found = as_before(now, by_name(before, chosen))
        assert {column: now.headers[place] for column, place in found.items()} == {
            column: before.headers[place] for column, place in chosen.items()
        }


def brought_in(session, actor, text: str = TEXT, columns=CHOSEN) -> StaffImport:
    kept = chosen(session, actor, text, columns)
    confirm(session, actor, kept)
    staff_lists.bring_in(session, kept, quietly)
    session.flush()
    return kept


def chosen(session, actor, text: str, columns) -> StaffImport:
    kept = lists.keep_table(session, actor, read_table(text))
    lists.choose_columns(session, actor, kept, columns)
    return kept


def head(session):
    return acting(session, make_staff(session, Role.HEAD, manager_outside=True))


def test_the_last_choice_that_was_brought_in_counts_and_outlives_its_rows(session) -> None:
    actor = head(session)
    brought_in(session, actor)
    later = brought_in(session, actor, MOVED, {Column.NAME: 1, Column.EMAIL: 2})
    later.rows, later.deeds = [], []
    before = imports.same_before(session, read_table(TEXT))
    assert before is not None
    assert as_before(read_table(TEXT), before.columns) == {Column.NAME: 0, Column.EMAIL: 1}


def test_what_was_never_brought_in_or_undone_is_not_remembered(session) -> None:
    actor = head(session)
    chosen(session, actor, TEXT, CHOSEN)
    assert imports.same_before(session, read_table(TEXT)) is None
    brought_in(session, actor).undone_at = clock.now()
    session.flush()
    assert imports.same_before(session, read_table(TEXT)) is None


def test_another_school_learns_nothing_from_it(session, in_school, other_school_id) -> None:
    brought_in(session, head(session))
    session.flush()
    with in_school(other_school_id) as other:
        assert imports.same_before(other, read_table(TEXT)) is None
