from flask import Blueprint

blueprint = Blueprint("projects", __name__, template_folder="templates", url_prefix="/schools/<slug>")
