from flask import Blueprint

blueprint = Blueprint("joining", __name__, template_folder="templates", url_prefix="/schools/<slug>")
