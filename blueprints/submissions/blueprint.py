from flask import Blueprint

blueprint = Blueprint("submissions", __name__, template_folder="templates", url_prefix="/schools/<slug>")
