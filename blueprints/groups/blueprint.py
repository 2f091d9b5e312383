from flask import Blueprint

blueprint = Blueprint("groups", __name__, template_folder="templates", url_prefix="/schools/<slug>")
