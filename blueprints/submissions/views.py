"""From the evidence map to the headteacher's endorsement: the place, its pages."""

from blueprints.submissions import endorsing_views, joint_views, map_views, reading_views, submitting_views  # noqa: F401
from blueprints.submissions.blueprint import blueprint as blueprint
