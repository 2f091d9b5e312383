import pytest
from sqlalchemy import select

from tenants.base.actor import Role
from tenants.base.outbox import OutboxMessage
from tenants.schools.models import School
from tenants.staff import queries
from tests.factories.staff import make_staff

GIVEN = {
    "--name": "Beech Wood School",
    "--slug": "beech-wood",
    "--head-name": "Amara Okafor",
    "--head-email": "Head@BeechWood.example",
}


@pytest.fixture
def create(app):
    """Runs the command; answers with its exit code and what it printed."""

    def run(**changes: str):
        given = GIVEN | {f"--{name.replace('_', '-')}": value for name, value in changes.items()}
        words = [word for pair in given.items() for word in pair]
        result = app.test_cli_runner().invoke(args=["school", "create", *words])
        return result.exit_code, result.output

    return run


def made(operator, slug: str) -> School | None:
    operator.rollback()
    return operator.scalar(select(School).where(School.slug == slug))


def invited(operator, school: School) -> list[OutboxMessage]:
    return list(
        operator.scalars(
            select(OutboxMessage).where(
                OutboxMessage.school_id == school.id, OutboxMessage.message == "sign_in.invite_staff"
            )
        )
    )


def test_a_school_is_made_with_its_head_who_is_invited(create, operator, in_school) -> None:
    code, said = create(slug="birch-lane", town="Leeds", urn="123456", places="12")
    assert code == 0
    assert "head@beechwood.example is invited" in said
    assert "/schools/birch-lane" in said
    school = made(operator, "birch-lane")
    assert (school.town, school.urn, school.places, school.set_up_at) == ("Leeds", "123456", 12, None)
    with in_school(school.id) as session:
        (head_id,) = queries.heads(session)
        head = queries.staff_member(session, head_id)
        assert (head.name, head.email) == ("Amara Okafor", "head@beechwood.example")
        assert [one.role for one in queries.roles_of(session, head_id)] == [Role.HEAD]
    assert [message.payload for message in invited(operator, school)] == [{"staff_id": str(head_id)}]


def test_doing_it_again_is_harmless(create, operator) -> None:
    create()
    code, said = create()
    assert code == 0
    assert "there already" in said
    assert len(invited(operator, made(operator, "beech-wood"))) == 1


def test_a_taken_short_name_is_refused_in_words(create, operator) -> None:
    create(slug="elm-row")
    code, said = create(slug="elm-row", name="Another School")
    assert code == 1
    assert "taken by another school" in said
    assert made(operator, "elm-row").name == "Beech Wood School"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"head_email": "nobody"}, "full email address"),
        ({"head_email": "=a@b.example"}, "starts with ="),
        ({"head_name": "  "}, "Enter the person's name"),
        ({"slug": "Ash Grove"}, "small letters"),
        ({"name": "  "}, "Enter the school's name"),
        ({"urn": "x"}, "A URN is a number"),
        ({"places": "-1"}, "can't be negative"),
    ],
)
def test_what_cannot_be_is_refused_and_no_school_is_left_behind(create, operator, changes, words) -> None:
    code, said = create(**{"slug": "ash-grove"} | changes)
    assert code == 1
    assert words in said
    assert made(operator, "ash-grove") is None


def test_a_school_that_runs_itself_gets_no_head_from_outside(create, operator, in_school) -> None:
    create(slug="fir-tree")
    with in_school(made(operator, "fir-tree").id) as session:
        make_staff(session, Role.MENTOR)
    code, said = create(slug="fir-tree", head_email="intruder@example.example")
    assert code == 1
    assert "its headteacher gives roles" in said
