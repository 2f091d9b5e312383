import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.sign_in.rules import safe_next

HOME = "/schools/oakfield/"


@pytest.mark.parametrize(
    "target",
    [
        "",
        "//evil.example",
        "/\\evil.example",
        "https://evil.example/schools/oakfield/",
        "https:evil.example",
        "/schools/oakfield/\\evil",
        "/schools/oakfield//evil.example",
        "/schools/oakfield/../elmwood/",
        "/schools/elmwood/",
        "/schools/oakfield",
        "/schools/oakfield/\n/evil",
        "/schools/oakfield/\t",
        "/schools/oakfield@evil.example/",
        "javascript:alert(1)",
        "/operator/",
    ],
)
def test_a_target_outside_the_schools_space_leads_to_its_front_page(target: str) -> None:
    assert safe_next(target, "oakfield") == HOME


@pytest.mark.parametrize("target", ["/schools/oakfield/cohorts", "/schools/oakfield/staff?page=2&name=a//b"])
def test_a_target_inside_the_schools_space_is_kept(target: str) -> None:
    assert safe_next(target, "oakfield") == target


@given(st.text(max_size=60), st.sampled_from(["", HOME, "/schools/oakfield", "//", "/\\", "http:"]))
def test_whatever_is_asked_for_stays_on_this_host_and_in_this_school(text: str, start: str) -> None:
    assert safe_next(start + text, "oakfield").startswith(HOME)
