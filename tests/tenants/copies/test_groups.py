import pytest

from tenants.base import clock
from tenants.copies.queries.contents import contents
from tenants.copies.queries.school import whole_school
from tenants.copies.rules.copies import Scope
from tenants.groups.rules.states import MemberState
from tenants.portfolios.contribution_models import ContributionWord
from tenants.portfolios.rules.contributions import Word
from tests.factories.cohorts import make_candidate, make_cohort
from tests.factories.copies import make_copy
from tests.factories.groups import (
    make_contribution,
    make_group,
    make_leaver,
    make_member,
    make_pooled,
    member_of,
)
from tests.factories.staff import make_staff


class Pair:
    """Ada convenes, Ben questions what she did and wrote something himself, Cy was only asked."""

    def __init__(self, session) -> None:
        self.session, cohort = session, make_cohort(session)
        self.ada, self.ben, self.cy = (make_staff(session, name=name) for name in ("Ada", "Ben", "Cy"))
        places = [make_candidate(session, cohort, one) for one in (self.ada, self.ben, self.cy)]
        self.places = dict(zip(("ada", "ben", "cy"), places, strict=True))
        self.group = make_group(session, places[:2], who_does_what="Ada writes.", how_we_decide="By vote.")
        make_member(session, self.group, places[2], MemberState.INVITED)
        self.item = make_pooled(session, self.group, "The shared lesson")
        make_contribution(session, self.item, places[0])
        make_contribution(session, self.item, places[1]).did = "Ben's own deed."
        self.question(places[0], places[1], "Were you there?")

    def question(self, of, by, note: str) -> None:
        self.session.add(
            ContributionWord(
                evidence_id=self.item.id,
                candidate_id=of.id,
                by_candidate_id=by.id,
                of_version=1,
                word=Word.QUESTIONED.value,
                note=note,
                at=clock.now(),
            )
        )
        self.session.flush()

    def told(self, who: str, scope: Scope = Scope.OWN):
        (chapter,) = contents(self.session, make_copy(self.session, getattr(self, who), scope=scope)).chapters
        return chapter.groups


@pytest.fixture
def pair(session) -> Pair:
    return Pair(session)


def test_ones_own_copy_tells_the_charter_ones_part_and_what_was_said_of_it(pair) -> None:
    (group,) = pair.told("ada")
    assert dict(group.facts)["Who does what"] == "Ada writes."
    (part,) = group.parts
    assert part.about == "The shared lesson"
    assert ("What you did", "I wrote the questions and tried them first.") in part.words
    assert any(
        who.startswith("Ben questioned it on") and said == "Were you there?" for who, said in part.words
    )
    assert group.spoken == ()


def test_what_one_said_of_others_is_in_it_and_nothing_of_what_they_did(pair) -> None:
    (group,) = pair.told("ben")
    (spoken,) = group.spoken
    assert spoken.about == "Ada: The shared lesson"
    assert spoken.words[0][1] == "Were you there?"
    assert "I wrote the questions" not in repr(group)


def test_who_was_only_asked_reads_no_charter(pair) -> None:
    (group,) = pair.told("cy")
    assert [label for label, _ in group.facts] == ["Invited"]
    assert (group.parts, group.spoken) == ((), ())


def test_after_leaving_it_is_all_still_there_with_the_day(pair, session) -> None:
    make_leaver(session, member_of(session, pair.group, pair.places["ada"]), pair.ada.id)
    (group,) = pair.told("ada")
    assert "Left" in dict(group.facts)
    assert len(group.parts) == 1


@pytest.mark.parametrize("answer", [MemberState.INVITED, MemberState.DECLINED])
def test_who_left_and_was_asked_again_is_still_named_in_the_others_copies(pair, session, answer) -> None:
    """And keeps what they were told there."""
    left = member_of(session, pair.group, pair.places["ben"])
    make_leaver(session, left, pair.ben.id)
    left.state, left.left_at, left.leaving = answer.value, None, None
    session.flush()
    (group,) = pair.told("ada")
    assert any(who.startswith("Ben questioned it on") for who, _ in group.parts[0].words)
    (group,) = pair.told("ben")
    assert dict(group.facts)["Who does what"] == "Ada writes."
    assert "First joined" in dict(group.facts)


def test_who_was_asked_in_vain_reads_no_charter(pair, session) -> None:
    asked = member_of(session, pair.group, pair.places["cy"])
    asked.state, asked.left_at, asked.leaving = MemberState.LEFT.value, clock.now(), "taken_back"
    session.flush()
    (group,) = pair.told("cy")
    assert [label for label, _ in group.facts] == ["Invited", "Left"]


def test_a_copy_to_a_typed_address_tells_of_no_group(pair) -> None:
    assert pair.told("ada", Scope.TYPED) == ()


def test_a_school_takes_along_who_was_in_which_group(pair, session) -> None:
    table = dict(whole_school(session).tables)["groups.csv"]
    assert {(row[1], row[2], row[3], row[8]) for row in table[1:]} == {
        ("The talk group", "Ada", "member", "yes"),
        ("The talk group", "Ben", "member", ""),
        ("The talk group", "Cy", "invited", ""),
    }
