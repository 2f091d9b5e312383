from flask import Blueprint

blueprint = Blueprint(
    "coverage", __name__, template_folder="templates", url_prefix="/schools/<slug>/coverage"
)
