from flask import Blueprint

blueprint = Blueprint("cohorts", __name__, template_folder="templates", url_prefix="/schools/<slug>")
