from blueprints.shared.forms import LecternForm


class MakeForm(LecternForm):
    """Nothing to fill in: the button says it."""


class EndForm(LecternForm):
    """Asked once more before the address ends."""
