"""Interest in the programme: is it really you?"""

from sqlalchemy.orm import Session

from tenants.enquiries import actions
from tenants.enquiries.jobs import ForgetInterests, SendInterestLink
from tenants.enquiries.models import Interest
from worker.mail import Mail, by_platform_mail
from worker.shapes import OnPlatform, Run


def _link(session: Session, message: SendInterestLink) -> Mail | None:
    interest = session.get(Interest, message.interest_id)
    token = actions.ready_link(interest) if interest else None
    if interest is None or token is None:
        return None
    # Nothing of what they typed is in it: the address may be somebody else's.
    return Mail(
        to=interest.email,
        to_name="",
        school="",
        template="interest_link",
        facts={},
        path=f"/get-involved/confirm/{token}",
    )


def _forget(session: Session, message: ForgetInterests, run: Run) -> None:
    actions.forget(session)


send_link = by_platform_mail(_link)
forget_interests = OnPlatform(_forget)
