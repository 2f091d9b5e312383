from flask import Blueprint

blueprint = Blueprint("school", __name__, template_folder="templates", url_prefix="/schools/<slug>")
