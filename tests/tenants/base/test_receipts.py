"""A form that two hands post at the same moment is taken once."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier

from sqlalchemy import create_engine

from tenants.base import receipts
from tenants.base.ids import new_id
from tenants.base.isolation import school_transaction, sessions

WHERE = "/schools/a/staff"


def test_the_second_post_is_led_to_where_the_first_went(in_school, school_id) -> None:
    person, key = new_id(), new_id()
    with in_school(school_id) as session:
        assert receipts.take(session, person, key)
        receipts.keep(session, key, WHERE)
    with in_school(school_id) as session:
        assert not receipts.take(session, person, key)
        assert receipts.led_to(session, person, key) == WHERE


def test_somebody_else_is_not_told_where_it_went(in_school, school_id) -> None:
    person, key = new_id(), new_id()
    with in_school(school_id) as session:
        receipts.take(session, person, key)
        receipts.keep(session, key, WHERE)
    with in_school(school_id) as session:
        assert receipts.led_to(session, new_id(), key) is None


def test_a_form_that_was_refused_may_be_posted_again(in_school, school_id) -> None:
    person, key = new_id(), new_id()
    with suppress(ZeroDivisionError), in_school(school_id) as session:
        receipts.take(session, person, key)
        raise ZeroDivisionError
    with in_school(school_id) as session:
        assert receipts.take(session, person, key)
        receipts.drop(session, key)
        assert receipts.take(session, person, key)


def test_the_same_key_in_another_school_is_another_form(in_school, school_id, other_school_id) -> None:
    person, key = new_id(), new_id()
    for school in (school_id, other_school_id):
        with in_school(school) as session:
            assert receipts.take(session, person, key)


def test_of_many_posts_at_one_moment_one_is_taken(database_urls, school_id) -> None:
    person, key, together = new_id(), new_id(), Barrier(8)
    engine = create_engine(database_urls.app, pool_size=8)
    make = sessions(engine)

    def post(_: int) -> bool:
        together.wait(timeout=30)
        with make() as session, school_transaction(session, school_id):
            first = receipts.take(session, person, key)
            if first:
                receipts.keep(session, key, WHERE)
            else:
                assert receipts.led_to(session, person, key) == WHERE
            return first

    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(post, range(8)))
    engine.dispose()
    assert taken.count(True) == 1
