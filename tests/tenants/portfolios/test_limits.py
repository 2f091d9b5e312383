"""What a cohort limits is enforced where it is written, said kindly, and looked at again before handing in."""

from dataclasses import replace
from io import BytesIO

import pytest

from tenants.base.errors import Invalid, Refused
from tenants.outside.files.content import check
from tenants.outside.files.store import open_files
from tenants.portfolios.actions.claims import save_claim
from tenants.portfolios.actions.endorsements import endorse
from tenants.portfolios.actions.evidence import save_item
from tenants.portfolios.actions.files import add_file
from tenants.portfolios.queries.claims import claims
from tenants.portfolios.queries.portfolios import portfolio
from tenants.portfolios.queries.readiness import checked
from tenants.portfolios.rules.guarding import Declared
from tenants.portfolios.rules.states import EvidenceKind, People
from tenants.programmes.rules.design import Evidence, FileKind, Files, Limits, Words, stored_limits
from tests.factories.portfolios import candidate_actor, make_claim, make_item
from tests.factories.staff import acting
from tests.factories.submissions import DECLARED, hand_in, make_head, make_ready
from tests.tenants.outside.uploads import PDF


def held_to(place, **limits: object) -> None:
    place.cohort.asks = stored_limits(Limits(**limits))


@pytest.fixture
def place(session):
    """Ready to submit, in three kinds of evidence, at a school whose head can endorse it."""
    make_head(session)
    return make_ready(session)


def blockers(session, place) -> list[str]:
    return [one.words for one in checked(session, portfolio(session, place.id)).readiness.blockers]


def test_too_many_words_are_kept_while_typing_refused_by_the_button_and_block_handing_in(
    session, place
) -> None:
    held_to(place, words=Words(body=3))
    item, actor = make_item(session, place.candidate, title="Long"), candidate_actor(session, place)
    make_claim(session, item, 1)
    words = replace(item.words, body="one two three four")
    save_item(session, actor, item, words, item.version)
    assert item.body == "one two three four"
    with pytest.raises(Invalid, match="Take out 1 word"):
        save_item(session, actor, item, words, item.version, finished=True)
    assert any("‘Long’ is 1 word too long: your cohort takes 3." in one for one in blockers(session, place))


def test_the_sentence_that_justifies_a_level_is_held_to_its_words_too(session, place) -> None:
    held_to(place, words=Words(justification=2))
    item = make_item(session, place.candidate)
    claim = make_claim(session, item, 1, justification="It reached others well.")
    said = claims(session, item.id, item.candidate_id)[0].said
    with pytest.raises(Invalid, match="Take out 2 words"):
        save_claim(session, candidate_actor(session, place), claim, said, claim.version, finished=True)
    assert any("why it shows standard 1 is 2 words too long" in one for one in blockers(session, place))


def test_the_declaration_and_the_heads_statement_are_held_to_theirs(session, place) -> None:
    held_to(place, words=Words(ai_use=3, statement=12))
    with pytest.raises(Invalid, match="Take out"):
        hand_in(session, place)
    made = hand_in(session, place, replace(DECLARED, ai_use="Not at all"))
    head = acting(session, make_head(session))
    said = "I saw her lead four meetings of the science teams this year."
    with pytest.raises(Invalid, match="at most 12"):
        endorse(session, head, made, f"{said} All of them.")
    endorse(session, head, made, said)


def test_a_cohort_asks_for_several_kinds_and_pieces_for_each_standard(session, place) -> None:
    held_to(place, evidence=Evidence(kinds=4, per_standard=2))
    found = blockers(session, place)
    assert any("4 different kinds of evidence" in one and "you have 3" in one for one in found)
    assert any(one.startswith("Standard 1,") and "your cohort asks for 2" in one for one in found)
    assert not any(one.startswith("Standard 5,") for one in found)
    with pytest.raises(Refused, match="not ready"):
        hand_in(session, place)
    held_to(place)
    assert blockers(session, place) == []


def test_a_file_that_the_cohort_does_not_take_is_refused_in_words(session, place) -> None:
    held_to(place, files=Files(most=1, megabytes=1, kinds=(FileKind.PICTURES,)))
    item, store = make_item(session, place.candidate, EvidenceKind.FILE), open_files("memory://")
    actor = candidate_actor(session, place)
    with check(BytesIO(PDF), "plan.pdf") as found:
        with pytest.raises(Invalid, match="takes photos only"):
            add_file(session, actor, item, found, Declared(People.NOBODY), store)
        held_to(place, files=Files(most=1))
        add_file(session, actor, item, found, Declared(People.NOBODY), store)
        with pytest.raises(Invalid, match="may have 1 file"):
            add_file(session, actor, item, found, Declared(People.NOBODY), store)
