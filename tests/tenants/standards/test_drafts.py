"""What the operator does about versions. Nothing of it is kept: every school of the tests would see a published one."""

from dataclasses import replace

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError

from tenants.base.errors import Conflict, Invalid, NotFound, Refused
from tenants.operators.models import OperatorHistoryEntry
from tenants.standards import drafts
from tenants.standards.models import EditionDraft
from tenants.standards.queries import framework, newest_edition, replaced_by, retired
from tenants.standards.rules.drafting import CHANGED, DraftLevel, DraftStandard
from tenants.standards.versions import became, last_published, published, published_one, standing
from tests.factories.operators import make_operator
from tests.factories.standards import signed_in

EXTRA = DraftStandard("extra", "Listening", "Personal skills", "You listen.", "Whom did you hear?")


@pytest.fixture
def who(operator):
    return signed_in(make_operator(operator))


@pytest.fixture
def draft(operator, who) -> EditionDraft:
    """A copy of the newest version, with a name."""
    made = drafts.begin(operator, who, newest_edition(operator), copied=True)
    drafts.describe(operator, who, made, made.version, "Version 2", "2")
    return made


def test_a_copy_follows_standard_by_standard(operator, draft) -> None:
    assert draft.whole.direct == {number: (number,) for number in range(1, 11)}
    assert standing(operator, draft).problems == []


def test_an_empty_one_asks_what_became_of_each_standard(operator, who) -> None:
    made = drafts.begin(operator, who, newest_edition(operator), copied=False)
    parts = [one.part for one in standing(operator, made).problems]
    assert parts.count("replacement") == 10
    assert {"description", "standards", "levels"} < set(parts)


def test_a_stale_save_shows_both_texts(operator, who, draft) -> None:
    stale = draft.version
    drafts.describe(operator, who, draft, stale, "Version two", "2")
    with pytest.raises(Conflict) as refused:
        drafts.describe(operator, who, draft, stale, "Version II", "2")
    assert refused.value.texts == {"Name": ("Version two", "Version II")}


def test_numbers_that_cannot_be_reached_are_refused_by_their_field(operator, who, draft) -> None:
    with pytest.raises(Invalid) as refused:
        drafts.set_numbers(operator, who, draft, draft.version, replace(draft.whole.numbers, pass_count=11))
    assert list(refused.value.fields) == ["pass_count"]


def test_levels_have_no_gaps(operator, who, draft) -> None:
    drafts.keep_level(operator, who, draft, draft.version, DraftLevel("Beyond", "The world", "All"), 5)
    drafts.drop_last_level(operator, who, draft, draft.version)
    drafts.drop_last_level(operator, who, draft, draft.version)
    assert [one.name for one in draft.whole.levels] == ["Beginning", "Developing", "Extending"]


def test_publishing_tells_what_became_of_every_version_before(operator, who, draft) -> None:
    first = newest_edition(operator)
    drafts.keep_standard(operator, who, draft, draft.version, EXTRA, 2)
    drafts.replace_standard(operator, who, draft, draft.version, 1, (draft.whole.standards[0].key, "extra"))
    second = drafts.publish(operator, who, draft, draft.version)
    assert newest_edition(operator).id == second.id
    assert len(framework(operator, second.id).standards) == 11
    again = drafts.begin(operator, who, second, copied=True)
    drafts.describe(operator, who, again, again.version, "Version 3", "3")
    drafts.drop_standard(operator, who, again, again.version, 11)
    drafts.replace_standard(operator, who, again, again.version, 11, ())
    third = drafts.publish(operator, who, again, again.version)
    assert set(became(operator, third.id)) == {first.id, second.id}
    told = replaced_by(operator, first.id, third.id)
    assert (told[1], told[2], told[10]) == ((1, 2), (3,), ())
    back = replaced_by(operator, third.id, first.id)
    assert (back[1], back[2], back[3]) == ((1,), (1,), (2,))


def test_a_draft_with_problems_is_not_published(operator, who) -> None:
    made = drafts.begin(operator, who, newest_edition(operator), copied=True)
    with pytest.raises(Refused, match="It has no short name"):
        drafts.publish(operator, who, made, made.version)


@pytest.mark.parametrize("press", [drafts.publish, drafts.discard])
def test_what_cannot_be_taken_back_is_done_only_as_it_was_read(operator, who, draft, press) -> None:
    read = draft.version
    easier = replace(draft.whole.numbers, pass_count=1)
    drafts.set_numbers(operator, who, draft, draft.version, easier)
    with pytest.raises(Refused, match=CHANGED):
        press(operator, who, draft, read)
    press(operator, who, draft, draft.version)
    with pytest.raises(NotFound):
        press(operator, who, draft, draft.version)


def test_a_draft_that_does_not_follow_the_last_version_is_not_published(operator, who, draft) -> None:
    """It would know nothing of that one's standards, also when all that it took over fell away there."""
    beside = drafts.begin(operator, who, newest_edition(operator), copied=True)
    drafts.describe(operator, who, beside, beside.version, "Version 3", "3")
    for number in range(1, 11):
        drafts.replace_standard(operator, who, draft, draft.version, number, ())
    second = drafts.publish(operator, who, draft, draft.version)
    drafts.retire(operator, who, second)
    found = standing(operator, beside).problems
    assert [one.part for one in found] == ["following"]
    assert "must follow Version 2, the version that was published last" in found[0].words
    with pytest.raises(Refused, match="must follow Version 2"):
        drafts.publish(operator, who, beside, beside.version)
    after = drafts.begin(operator, who, last_published(operator), copied=True)
    drafts.describe(operator, who, after, after.version, "Version 3", "3")
    assert standing(operator, after).problems == []


def test_the_last_version_cannot_be_retired(operator, who) -> None:
    with pytest.raises(Refused, match="Publish the next one"):
        drafts.retire(operator, who, newest_edition(operator))


def test_a_retired_version_is_never_the_newest(operator, who, draft) -> None:
    first = newest_edition(operator)
    second = drafts.publish(operator, who, draft, draft.version)
    drafts.retire(operator, who, second)
    assert newest_edition(operator).id == first.id
    assert retired(operator, second.id)
    assert published_one(operator, second.id).retired_on
    with pytest.raises(Refused, match="already"):
        drafts.retire(operator, who, second)


def test_all_of_it_stands_in_the_operators_history(operator, who, draft) -> None:
    drafts.retire(operator, who, drafts.publish(operator, who, draft, draft.version))
    told = operator.scalars(
        select(OperatorHistoryEntry.action).where(OperatorHistoryEntry.operator_id == who.id)
    )
    assert {"version:begin", "version:change", "version:publish", "version:retire"} <= set(told)


def test_of_cohorts_the_operator_learns_a_number(operator) -> None:
    assert all(one.cohorts >= 0 and one.standards > 0 for one in published(operator))


@pytest.mark.parametrize("table", ["editions", "standards", "levels", "standard_replacements"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_what_is_published_cannot_be_changed(operator, table: str, verb: str) -> None:
    column = "id" if table == "editions" else "edition_id"
    with pytest.raises(ProgrammingError, match="permission denied"):
        operator.execute(text(verb.format(table, column, column)))


def test_a_school_cannot_read_a_draft(session) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        session.execute(text("SELECT 1 FROM edition_drafts"))
