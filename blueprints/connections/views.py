from flask import Blueprint

blueprint = Blueprint("connections", __name__, template_folder="templates", url_prefix="/schools/<slug>")
