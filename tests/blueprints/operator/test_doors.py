"""The operator's doors: a link by mail alone opens nothing."""

from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select

from tenants.base import clock
from tenants.base.isolation import sessions
from tenants.base.outbox import OutboxMessage
from tenants.operators.actions.doors import ready_link, renew_recovery_codes
from tenants.operators.models import Operator, OperatorLink, OperatorSession, RecoveryCode
from tenants.operators.rules import IDLE_LIMIT, MOST_WRONG_CODES, in_fours
from tenants.operators.sessions import SignedIn
from tests.blueprints.operator.conftest import code_of, next_code
from tests.factories.operators import make_operator
from tests.page import Page
from tests.web import Web

WRONG = "000000"


@pytest.fixture
def link_for(operator_engine):
    """Asks at the door, does the worker's part, and gives the path of the link."""

    def ask(web: Web, email: str) -> str | None:
        assert web.submitted("/operator/sign-in", {"email": email}) == "/operator/sign-in/sent"
        with sessions(operator_engine).begin() as session:
            link = session.scalars(select(OperatorLink).order_by(OperatorLink.id.desc()).limit(1)).one()
            ready = ready_link(session, link.id)
            return ready and f"/operator/sign-in/link/{ready[1]}"

    return ask


@pytest.fixture
def half_way(app, link_for):
    """A browser that followed a good link, and has shown no code."""

    def come(who: Operator) -> Web:
        web = Web(app)
        assert web.submitted(link_for(web, who.email)) == "/operator/sign-in/code"
        return web

    return come


def is_inside(web: Web) -> bool:
    return web.get("/operator/").status_code == 200


def wrong_code(who: Operator) -> str:
    return next(one for one in ("000000", "111111", "222222", "333333") if one not in _good(who))


def _good(who: Operator) -> set[str]:
    totp = pyotp.TOTP(who.totp_secret)
    return {totp.at(clock.now() + timedelta(seconds=30 * shift)) for shift in range(-3, 4)}


def test_a_link_and_a_code_open_the_space(half_way, imogen, deeds) -> None:
    web = half_way(imogen)
    assert not is_inside(web)
    assert web.submitted("/operator/sign-in/code", {"code": code_of(imogen.totp_secret)}) == "/operator/"
    assert is_inside(web)
    assert deeds(imogen) == ["operator:sign_in"]


def test_who_has_only_a_link_is_led_to_the_code_from_everywhere(half_way, imogen) -> None:
    web = half_way(imogen)
    answer = web.get("/operator/schools")
    assert answer.status_code == 303
    assert web.client.get(answer.location).location == "/operator/sign-in/code"


def test_a_code_is_good_once(half_way, imogen) -> None:
    code = code_of(imogen.totp_secret)
    first, second = half_way(imogen), half_way(imogen)
    first.submitted("/operator/sign-in/code", {"code": code})
    assert "was used before" in second.refused("/operator/sign-in/code", {"code": code}).errors()[0]
    assert not is_inside(second)


def test_a_wrong_code_is_counted_though_its_page_keeps_nothing(half_way, imogen, deeds) -> None:
    web = half_way(imogen)
    for _ in range(MOST_WRONG_CODES - 1):
        web.refused("/operator/sign-in/code", {"code": wrong_code(imogen)})
    form = web.page("/operator/sign-in/code").form(0, "/operator/sign-in/code")
    web.client.post(form.action, data=form.data({"code": wrong_code(imogen)}))
    assert deeds(imogen) == ["operator:wrong_code"] * MOST_WRONG_CODES
    web.client.post(form.action, data=form.data({"code": code_of(imogen.totp_secret)}))
    assert not is_inside(web)


def test_a_link_is_spent_once_and_looking_spends_nothing(app, link_for, imogen) -> None:
    web, other = Web(app), Web(app)
    link = link_for(web, imogen.email)
    assert web.page(link).heading == web.page(link).heading == "Sign in as an operator"
    web.submitted(link)
    assert "used or is too old" in other.page(link, 410).heading


def test_an_unknown_address_is_answered_alike_and_gets_no_link(app, link_for, imogen, operator) -> None:
    web = Web(app)
    assert link_for(web, "nobody@lectern.example") is None
    asked = operator.scalars(
        select(OutboxMessage).where(OutboxMessage.message == "operators.send_link")
    ).all()
    assert all("@" not in str(job.payload) for job in asked)


def test_who_was_removed_gets_no_link_and_is_out_at_once(space, link_for, imogen, operator) -> None:
    assert is_inside(space)
    operator.get(Operator, imogen.id).removed_at = clock.now()
    operator.commit()
    assert not is_inside(space)
    assert link_for(space, imogen.email) is None


def test_a_new_operator_sets_up_their_app_and_gets_recovery_codes(half_way, operator, deeds, letters) -> None:
    new = make_operator(operator, enrolled=False)
    web = half_way(new)
    assert web.get("/operator/sign-in/code").location == "/operator/sign-in/app"
    page = web.page("/operator/sign-in/app")
    secret = page.tree.xpath("//code/text()")[0]
    assert page.tree.xpath("//*[local-name() = 'svg' and @class = 'qr']")
    web.refused("/operator/sign-in/app", {"code": "12"})
    answer = web.submit("/operator/sign-in/app", {"code": code_of(secret)})
    assert answer.status_code == 200
    assert len(Page(answer).tree.xpath("//ol/li/code")) == 10
    assert is_inside(web)
    assert deeds(new) == ["operator:wrong_code", "operator:enrol", "operator:sign_in"]
    assert letters(new) == ["operator:enrol"]


def test_a_browser_not_seen_before_is_told_and_one_that_was_is_not(
    app, link_for, imogen, operator, letters
) -> None:
    web = Web(app)

    def come_in(web: Web) -> None:
        web.submitted(link_for(web, imogen.email))
        web.submitted("/operator/sign-in/code", {"code": next_code(operator, imogen)})
        _sign_out(web)

    come_in(web)
    come_in(web)
    assert letters(imogen) == []
    come_in(Web(app))
    assert letters(imogen) == ["operator:new_browser"]


def test_the_secret_and_the_codes_are_not_readable_in_the_database(
    half_way, operator, maintenance_engine
) -> None:
    new = make_operator(operator, enrolled=False)
    secret = half_way(new).page("/operator/sign-in/app").tree.xpath("//code/text()")[0]
    with maintenance_engine.connect() as connection:
        kept = connection.exec_driver_sql(
            f"SELECT totp_secret FROM operators WHERE id = '{new.id}'"
        ).scalar_one()
    assert secret.encode() not in bytes(kept)


def test_the_app_of_who_has_one_cannot_be_set_up_anew_with_a_link(half_way, imogen) -> None:
    assert half_way(imogen).get("/operator/sign-in/app").status_code == 404


def test_who_never_set_up_an_app_is_not_let_in_by_a_link_for_ever(app, link_for, operator) -> None:
    late = make_operator(operator, enrolled=False)
    late.enrol_by = clock.now()
    operator.commit()
    assert link_for(Web(app), late.email) is None


@pytest.fixture
def recovery_code(operator, imogen) -> str:
    who = SignedIn(imogen.id, "", "", imogen.id, clock.now(), clock.now(), "")
    code = renew_recovery_codes(operator, who)[0]
    operator.commit()
    return code


def test_a_recovery_code_is_good_once(half_way, imogen, recovery_code) -> None:
    first, second = half_way(imogen), half_way(imogen)
    typed = in_fours(recovery_code).upper()
    assert first.submitted("/operator/sign-in/code", {"code": typed}) == "/operator/your-sign-in"
    assert is_inside(first)
    second.refused("/operator/sign-in/code", {"code": typed})
    assert not is_inside(second)


def test_new_recovery_codes_end_the_old_ones_and_are_told(
    space, half_way, imogen, recovery_code, operator, letters
) -> None:
    before = letters(imogen)
    answer = space.submit("/operator/your-sign-in", form="recovery-codes")
    assert answer.status_code == 200
    half_way(imogen).refused("/operator/sign-in/code", {"code": recovery_code})
    assert operator.query(RecoveryCode).filter_by(operator_id=imogen.id, spent_at=None).count() == 10
    assert letters(imogen) == [*before, "operator:recovery_codes"]


def test_half_an_hour_without_a_click_ends_the_session(space, real_clock) -> None:
    clock.move_by(IDLE_LIMIT - timedelta(minutes=1))
    assert is_inside(space)
    clock.move_by(2 * IDLE_LIMIT - timedelta(minutes=2))
    assert is_inside(space)
    clock.move_by(3 * IDLE_LIMIT)
    assert not is_inside(space)


def test_nobody_is_inside_for_longer_than_a_working_day(space, real_clock) -> None:
    for minutes in range(20, 8 * 60, 20):
        clock.move_by(timedelta(minutes=minutes))
        assert is_inside(space), minutes
    clock.move_by(timedelta(hours=8))
    assert not is_inside(space)


def test_half_a_session_lasts_ten_minutes(half_way, imogen, real_clock) -> None:
    web = half_way(imogen)
    clock.move_by(timedelta(minutes=11))
    assert web.get("/operator/sign-in/code").location.startswith("/operator/sign-in?")


def test_signing_out_ends_the_session_on_the_server(space, app, imogen, operator, deeds) -> None:
    with space.client.session_transaction() as cookie:
        token = cookie["operator"]
    assert _sign_out(space).status_code == 303
    other = Web(app)
    with other.client.session_transaction() as cookie:
        cookie["operator"] = token
    assert not is_inside(other)
    assert deeds(imogen) == ["operator:sign_out"]


def _sign_out(web: Web):
    token = web.page("/operator/").tree.xpath("//input[@name='csrf_token']/@value")[0]
    return web.client.post("/operator/sign-out", data={"csrf_token": token})


def test_a_new_sign_in_renews_the_cookies_token(half_way, imogen, operator) -> None:
    """What was in the browser before is worth nothing afterwards: no session is fixed from outside."""
    web = half_way(imogen)
    with web.client.session_transaction() as cookie:
        before = dict(cookie)
    web.submitted("/operator/sign-in/code", {"code": code_of(imogen.totp_secret)})
    with web.client.session_transaction() as cookie:
        assert cookie["operator"] != before["operator"]
        assert "csrf_token" not in cookie
    held = operator.scalars(select(OperatorSession).where(OperatorSession.operator_id == imogen.id)).all()
    assert sorted(one.ended_at is None for one in held) == [False, True]


@pytest.mark.parametrize(
    "target", ["//evil.example", "/\\evil.example", "https://evil.example", "/schools/oak/", "/operator/../x"]
)
def test_the_way_on_after_signing_in_stays_in_the_space(app, target: str) -> None:
    page = Web(app).page(f"/operator/sign-in?next={target}")
    assert set(page.tree.xpath("//input[@name='next']/@value")) == {"/operator/"}


def test_without_a_demonstration_there_is_no_door_without_a_code(app, imogen) -> None:
    web = Web(app)
    page = web.page("/operator/sign-in")
    assert "Demonstration" not in page.text
    token = page.tree.xpath("//input[@name='csrf_token']/@value")[0]
    answer = web.client.post(
        "/operator/sign-in/demonstration", data={"csrf_token": token, "operator": str(imogen.id)}
    )
    assert answer.status_code == 404
    assert not is_inside(web)
