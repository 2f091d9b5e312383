import pytest
from sqlalchemy import select

from tenants.base.outbox import OutboxMessage
from tenants.operators.models import Operator, OperatorHistoryEntry, RecoveryCode
from tests.factories.operators import make_operator, operators_web


@pytest.fixture
def command(app):
    def run(*words: str) -> tuple[int, str]:
        result = app.test_cli_runner().invoke(args=["operator", *words])
        return result.exit_code, result.output

    return run


def known(operator, email: str) -> Operator | None:
    operator.rollback()
    operator.expire_all()
    return operator.scalar(select(Operator).where(Operator.email == email))


def test_an_operator_is_made_and_gets_a_link(command, operator) -> None:
    code, said = command("create", "--name", "Imogen Hale", "--email", "Imogen@Lectern.example")
    assert code == 0
    assert "A link is on its way to imogen@lectern.example" in said
    made = known(operator, "imogen@lectern.example")
    assert (made.name, made.enrolled_at, made.totp_secret) == ("Imogen Hale", None, None)
    assert operator.scalars(select(OutboxMessage).where(OutboxMessage.message == "operators.send_link")).all()
    noted = operator.scalars(
        select(OperatorHistoryEntry.action).where(OperatorHistoryEntry.subject_id == made.id)
    ).all()
    assert noted == ["operator:create"]


@pytest.mark.parametrize(
    ("name", "email", "words"),
    [("Ada", "nobody", "full email address"), (" ", "a@b.example", "operator's name")],
)
def test_what_cannot_be_is_refused(command, name: str, email: str, words: str) -> None:
    code, said = command("create", "--name", name, "--email", email)
    assert code == 1
    assert words in said


def test_a_reset_takes_the_app_and_the_codes_and_signs_out(command, operator, app, operator_engine) -> None:
    made = make_operator(operator)
    operator.add(RecoveryCode(operator_id=made.id, code_hash=b"x"))
    operator.commit()
    web = operators_web(app, operator_engine, made)
    code, _ = command("reset", "--email", made.email)
    assert code == 0
    after = known(operator, made.email)
    assert (after.enrolled_at, after.totp_secret, after.last_step) == (None, None, None)
    assert operator.scalars(select(RecoveryCode).where(RecoveryCode.operator_id == made.id)).all() == []
    assert web.get("/operator/").status_code == 303


def test_who_is_removed_is_out_and_comes_back_without_their_app(
    command, operator, app, operator_engine
) -> None:
    made = make_operator(operator)
    web = operators_web(app, operator_engine, made)
    assert command("remove", "--email", made.email)[0] == 0
    assert web.get("/operator/").status_code == 303
    assert command("remove", "--email", made.email)[0] == 1
    command("create", "--name", made.name, "--email", made.email)
    again = known(operator, made.email)
    assert (again.removed_at, again.totp_secret) == (None, None)
