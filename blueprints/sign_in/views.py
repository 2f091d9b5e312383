from flask import Blueprint

blueprint = Blueprint("sign_in", __name__, template_folder="templates")
