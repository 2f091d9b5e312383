from flask import Blueprint

blueprint = Blueprint("mentoring", __name__, template_folder="templates", url_prefix="/schools/<slug>")
