from flask import Blueprint

blueprint = Blueprint("awards", __name__, template_folder="templates", url_prefix="/schools/<slug>")
