from flask import Blueprint

blueprint = Blueprint("staff", __name__, template_folder="templates", url_prefix="/schools/<slug>")
