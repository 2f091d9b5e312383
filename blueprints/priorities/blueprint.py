from flask import Blueprint

blueprint = Blueprint("priorities", __name__, template_folder="templates", url_prefix="/schools/<slug>")
