from flask import Blueprint

blueprint = Blueprint("assessment", __name__, template_folder="templates", url_prefix="/schools/<slug>")
