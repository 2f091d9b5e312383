from blueprints.shared import fields
from blueprints.shared.forms import LecternForm
from tenants.notices.rules import PACES, QUIET_FROM


class Press(LecternForm):
    """Nothing to fill in: the button says it."""


class MailForm(LecternForm):
    pace = fields.choice(
        "How soon should we email you?",
        needed="Choose how soon we should email you",
        choices=[(pace.value, label, about) for pace, (label, about) in PACES.items()],
    )
    quiet_from = fields.pick(
        "Quiet hours",
        choices=[
            ("", "None"),
            *((str(hour), f"From {hour - 12}pm") for hour in QUIET_FROM),
        ],
        hint="Until 7 in the morning of the next school day, weekends and holidays included. "
        "What comes up meanwhile is in one email then.",
    )
    reminders = fields.tick(
        "Remind me of dates by email",
        hint="For example that a submission window closes soon. Without this they only stand in your notices.",
    )
