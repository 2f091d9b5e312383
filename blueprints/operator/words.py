"""What the operator's pages call things."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Counted:
    one: str
    many: str
    text: str
    endpoint: str
    button: str
    tone: str = "plum"
    show: str | None = None


COUNTED = {
    "dead": Counted(
        "job was given up",
        "jobs were given up",
        "Tried again and again in vain. Look at why, put it right and let them run once more; or set them aside.",
        "operator.dead_letters",
        "Look at them",
        tone="red",
    ),
    "interests": Counted(
        "school is interested",
        "schools are interested",
        "They have confirmed their address, and wait to hear from you.",
        "operator.interests_list",
        "Answer",
        tone="green",
    ),
    "visits": Counted(
        "school asks for support",
        "schools ask for support",
        "A headteacher has opened the school to you for a while, with a reason.",
        "operator.visits_list",
        "Look at it",
        tone="amber",
    ),
    "claims": Counted(
        "earlier award waits to be confirmed",
        "earlier awards wait to be confirmed",
        "Until then their holders can't assess.",
        "operator.claims_list",
        "Look at the proof",
    ),
    "slow": Counted(
        "school has not finished its set-up",
        "schools have not finished their set-up",
        "Made more than a week ago. The invitation may have gone astray.",
        "operator.schools_list",
        "See which",
        show="set_up",
    ),
}

DEEDS = {
    "operator:create": "Operator made at the console",
    "operator:reset": "Authenticator app and passkeys taken away at the console",
    "operator:remove": "Operator removed at the console",
    "operator:enrol": "Set up an authenticator app",
    "operator:recovery_codes": "Made new recovery codes",
    "operator:sign_in": "Signed in",
    "operator:sign_out": "Signed out",
    "operator:wrong_code": "Entered a wrong code",
    "operator:prove": "Proved once more that it is them",
    "operator:new_browser": "Came in with a browser not seen before",
    "operator:passkey_add": "Added a passkey",
    "operator:passkey_remove": "Removed a passkey",
    "operator:passkey_copied": "A copy of a passkey was used, and refused",
    "page:read": "Looked at a page",
    "school:create": "Made a school",
    "school:invite_head": "Invited a headteacher",
    "school:places": "Changed the places",
    "school:suspend": "Suspended a school",
    "school:resume": "Opened a school again",
    "support:enter": "Went into a school on a support visit",
    "support:leave": "Left the school",
    "announcement:make": "Made an announcement",
    "announcement:change": "Changed an announcement",
    "job:set_aside": "Set a job aside that was given up",
    "job:replay": "Let a job run once more",
    "award_claim:confirm": "Confirmed an earlier award",
    "award_claim:decline": "Declined an earlier award",
    "interest:close": "Closed an interest",
    "interest:school": "Made a school of an interest",
}
