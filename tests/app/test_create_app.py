import pytest
from flask import Flask

from app import UndeclaredRoute, refuse_undeclared


def test_a_route_that_does_not_say_who_may_open_it_stops_the_start() -> None:
    app = Flask(__name__)
    app.add_url_rule("/quiet", view_func=lambda: "open to all")
    with pytest.raises(UndeclaredRoute):
        refuse_undeclared(app)


def test_a_missing_page_has_its_own_page(web) -> None:
    assert "could not find that page" in web.page("/nowhere", 404).heading
