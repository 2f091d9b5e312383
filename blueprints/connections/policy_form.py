from blueprints.shared import fields
from blueprints.shared.forms import LecternForm
from tenants.sign_in.policy_rules import IDLE_CHOICES, LONGEST_CHOICES


def in_words(minutes: int) -> str:
    for size, word in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes % size == 0:
            return f"{minutes // size} {word}{'s' if minutes > size else ''}"
    raise ValueError(minutes)


class PoliciesForm(LecternForm):
    version = fields.version()
    school_sign_in_required = fields.tick(
        "Staff must use the school sign-in",
        hint="Links by email then go only to guests and to the headteachers ticked below",
    )
    named_heads = fields.several(
        "Headteachers who can still sign in with a link",
        hint="For a day when the school sign-in does not work. Each use is recorded, and every headteacher is told",
    )
    join_by_domain = fields.tick(
        "People with an address at our own domain may join by themselves",
        hint="Anybody with a school account of a proven domain is added to the staff list, without a role. "
        "People who have left cannot come back this way",
    )
    idle_minutes = fields.pick(
        "Sign people out after this long without use",
        needed="Choose after how long without use people are signed out",
        choices=[(str(one), in_words(one)) for one in IDLE_CHOICES],
    )
    longest_minutes = fields.pick(
        "Keep people signed in for at most",
        needed="Choose how long people stay signed in at most",
        choices=[(str(one), in_words(one)) for one in LONGEST_CHOICES],
    )
    sign_out_of_account = fields.tick(
        "Signing out of Lectern also signs out of the school account",
        hint="For computers that several people use. Microsoft and most others can do it; Google cannot",
    )
