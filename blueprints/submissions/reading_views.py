"""A submission as it was handed in: its receipt, its frozen portfolio, its files."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.shared.access import needs
from blueprints.shared.concerns import concern_page
from blueprints.shared.current import current
from blueprints.shared.downloads import attachment
from blueprints.shared.maps import map_rows
from blueprints.shared.projects import shown
from blueprints.submissions.blueprint import blueprint
from tenants.base.permissions import Permission, allowed
from tenants.portfolios.actions.endorsements import note_reading
from tenants.portfolios.models import Submission
from tenants.portfolios.queries.guarding import not_open, opened
from tenants.portfolios.queries.submissions import SnapshotFile, read, submission, submitted_file
from tenants.projects.rules.ethics import CHECKS


@blueprint.get("/submissions/<uuid:submission_id>/receipt")
@needs(Permission.SUBMISSION_READ, submission)
def receipt(submission: Submission) -> ResponseReturnValue:
    return render_template("submissions/receipt.html", read=read(current.session, submission))


@blueprint.get("/submissions/<uuid:submission_id>")
@needs(Permission.SUBMISSION_READ, submission)
def show(submission: Submission) -> ResponseReturnValue:
    found = read(current.session, submission)
    note_reading(current.session, current.actor, submission)
    portfolio = found.portfolio
    counts = {one.number: len(portfolio.claimed(one.number)) for one in portfolio.standards}
    return render_template(
        "submissions/show.html",
        read=found,
        portfolio=portfolio,
        rows=map_rows(portfolio.standards, portfolio.settled, counts, lambda number: f"#standard-{number}"),
        not_open=not_open(current.session, submission.id),
        measures=shown(portfolio.project) if portfolio.project else [],
        checks=CHECKS,
        may_endorse=allowed(current.actor, Permission.SUBMISSION_ENDORSE, submission),
    )


@blueprint.get("/submissions/<uuid:submission_id>/files/<uuid:file_id>")
@needs(Permission.SUBMISSION_READ, submitted_file)
def file(found: SnapshotFile) -> ResponseReturnValue:
    note_reading(current.session, current.actor, found.submission)
    return attachment(opened(current.actor, found.file))


@blueprint.route("/submissions/<uuid:submission_id>/files/<uuid:file_id>/concern", methods=["GET", "POST"])
@needs(Permission.SUBMISSION_READ, submitted_file)
def raise_concern(found: SnapshotFile) -> ResponseReturnValue:
    back = url_for("submissions.show", submission_id=found.submission_id)
    return concern_page(Permission.SUBMISSION_READ, found, opened(current.actor, found.file), back)
