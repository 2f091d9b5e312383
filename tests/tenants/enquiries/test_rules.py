import pytest

from tenants.enquiries.rules import leads_a_school


@pytest.mark.parametrize("job", ["Headteacher", " Head  Teacher", "Acting headteacher", "Principal", "head"])
def test_who_leads_a_school(job) -> None:
    assert leads_a_school(job)


@pytest.mark.parametrize(
    "job", [None, "", "Assistant headteacher", "Deputy head", "Head of English", "Vice principal"]
)
def test_who_does_not_lead_it(job) -> None:
    assert not leads_a_school(job)
