import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from tenants.portfolios.models import Snapshot
from tenants.portfolios.queries.submissions import read
from tenants.portfolios.rules.snapshots import canonical, digest, intact
from tenants.portfolios.rules.submissions import Declared
from tests.factories.portfolios import make_audit, make_claim, make_item
from tests.factories.submissions import hand_in, make_head, make_ready

SIGNS = 'aZ0 \t\n"\\{}[]:,éĀ🙂\u2028\u202e\u0000'
TEXT = st.text(SIGNS, max_size=12)
PLAIN = st.none() | st.booleans() | st.integers() | TEXT
CONTENT = st.dictionaries(
    TEXT, PLAIN | st.lists(st.dictionaries(TEXT, PLAIN, max_size=3), max_size=3), max_size=5
)


@given(CONTENT)
def test_the_order_of_keys_does_not_change_the_text(content) -> None:
    assert canonical(dict(reversed(content.items()))) == canonical(content)


@given(CONTENT)
def test_nothing_is_lost_in_the_text(content) -> None:
    assert json.loads(canonical(content)) == content


def test_the_text_has_one_known_form() -> None:
    assert canonical({"b": [1, None], "a": "é 🙂 ‮"}) == '{"a":"é 🙂 ‮","b":[1,null]}'


@given(st.data())
def test_changing_one_character_breaks_it(data) -> None:
    written = canonical({"items": [{"title": "Peer coaching", "level": 3}], "school": "Hill"})
    at = data.draw(st.integers(0, len(written) - 1))
    other = data.draw(st.sampled_from(SIGNS).filter(lambda char: char != written[at]))
    changed = written[:at] + other + written[at + 1 :]
    assert intact(written, digest(written))
    assert not intact(changed, digest(written))


@pytest.mark.parametrize(
    "statement", ["UPDATE snapshots SET content = '{}'", "DELETE FROM snapshots", "TRUNCATE snapshots"]
)
@pytest.mark.parametrize("table", ["snapshots", "submitted_files", "endorsements"])
def test_the_application_cannot_change_what_was_handed_in(session, statement, table) -> None:
    make_head(session)
    hand_in(session, make_ready(session))
    column = {
        "snapshots": "content = ''",
        "submitted_files": "file_id = null",
        "endorsements": "statement = ''",
    }
    changing = statement.replace("content = '{}'", column[table]).replace("snapshots", table)
    with pytest.raises(ProgrammingError, match="permission denied"), session.begin_nested():
        session.execute(text(changing))


def test_a_snapshot_says_what_the_portfolio_said(session) -> None:
    make_head(session)
    place = make_ready(session)
    told = read(session, hand_in(session, place)).portfolio
    assert told.candidate == place.person.name
    assert told.cohort == place.cohort.name
    assert [item.title for item in told.items] == ["Peer coaching", "A talk to four schools", "Reading notes"]
    assert told.items[1].audience_size == 24
    assert told.items[1].happened_on.isoformat() == "2026-10-14"
    assert [file.media_type for file in told.items[2].files] == ["application/pdf"]
    assert told.settled == {1: 3, 2: 3, 3: 3, 4: 3, 5: 4, 6: 3, 7: 3, 8: 2, 9: 2, 10: 2}
    assert told.rule.pass_count == 7
    assert told.ai_use == "A chat assistant checked my spelling."
    assert told.standing.passes


def test_drafts_and_removed_items_are_not_handed_in(session) -> None:
    make_head(session)
    place = make_ready(session)
    make_item(session, place.candidate, title="A draft", draft=True)
    gone = make_item(session, place.candidate, title="Removed", removed_at=place.candidate.invited_at)
    make_claim(session, gone, 1, level=4)
    told = read(session, hand_in(session, place)).portfolio
    assert {"A draft", "Removed"}.isdisjoint(item.title for item in told.items)
    assert told.settled[1] == 3


def test_the_self_audit_stays_private_unless_it_is_handed_in(session) -> None:
    make_head(session)
    place, other = make_ready(session), make_ready(session)
    for one in (place, other):
        make_audit(session, one.candidate, {1: 2, 2: None})
    assert read(session, hand_in(session, place)).portfolio.self_audit == ()
    declared = Declared(authorship=True, consent=True, ai_use="None", with_self_audit=True)
    [told] = read(session, hand_in(session, other, declared)).portfolio.self_audit
    assert [(view.standard, view.level, view.reflection) for view in told.views] == [
        (1, 2, "I think so."),
        (2, None, "I think so."),
    ]


def test_later_changes_do_not_reach_the_snapshot(session: Session) -> None:
    make_head(session)
    place = make_ready(session)
    made = hand_in(session, place)
    place.person.name = "Another name"
    session.flush()
    assert read(session, made).portfolio.candidate != "Another name"


def test_odd_text_comes_back_as_it_was_written(session: Session) -> None:
    make_head(session)
    place = make_ready(session)
    odd = 'Ā "quoted" \\ \u202e right to left 🙂\r\n\tnew line \u2028 </script>'
    make_item(session, place.candidate, title="Odd", body=odd)
    found = read(session, hand_in(session, place))
    assert found.portfolio.items[-1].body == odd
    assert found.intact


def test_a_changed_snapshot_is_seen(session: Session) -> None:
    make_head(session)
    made = hand_in(session, make_ready(session))
    stored = session.get_one(Snapshot, (made.school_id, made.id))
    with session.no_autoflush:
        stored.content = stored.content.replace("Peer", "Poor", 1)
        assert not read(session, made).intact
        session.expire(stored)
