from flask import Blueprint

blueprint = Blueprint("portfolios", __name__, template_folder="templates", url_prefix="/schools/<slug>")
