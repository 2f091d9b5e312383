"""A version from its draft to a cohort that moves to it and back, in a database of its own."""

from contextlib import contextmanager
from dataclasses import dataclass, replace
from uuid import UUID

import pytest
from sqlalchemy import create_engine

from app import create_app
from tenants.base.actor import Role
from tenants.base.isolation import school_transaction, sessions
from tenants.programmes.actions import publish_programmes
from tenants.standards.actions import adopt, publish_editions
from tenants.standards.queries import newest_edition
from tests.factories.cohorts import make_candidate, make_cohort
from tests.factories.operators import make_operator, operators_web
from tests.factories.portfolios import make_claim, make_item
from tests.factories.schools import make_school
from tests.factories.staff import acting, make_staff
from tests.page import Form, Page
from tests.web import Person, Web


@dataclass
class Two:
    """The browsers of an operator, a headteacher, a programme lead and a candidate; and the school's cohort."""

    operator: Web
    head: Web
    lead: Web
    candidate: Web
    cohort: str
    place: UUID


@pytest.fixture
def two(databases, settings, engine, own_database_urls):
    urls = own_database_urls
    app = create_app(replace(settings, database_url=urls.app, operator_database_url=urls.operator))
    app.testing = True
    engines = [create_engine(urls.app), create_engine(urls.operator)]
    try:
        yield _furnished(app, *engines)
    finally:
        for one in (app.extensions["engine"], app.extensions["operator_sessions"].kw["bind"], *engines):
            one.dispose()


def _furnished(app, engine, operator_engine) -> Two:
    with sessions(operator_engine)() as session:
        publish_editions(session)
        publish_programmes(session)
        session.commit()
        who = make_operator(session)
        school_id = make_school(session)

    @contextmanager
    def in_school(wanted):
        with sessions(engine)() as made, school_transaction(made, wanted):
            yield made

    with in_school(school_id) as session:
        head, lead = make_staff(session, Role.HEAD), make_staff(session, Role.PROGRAMME_LEAD)
        adopt(session, acting(session, head), newest_edition(session))
        owner = make_staff(session, name="Ann Able")
        cohort = make_cohort(session, lead=lead)
        candidate = make_candidate(session, cohort, owner)
        item = make_item(session, candidate, title="A talk")
        make_claim(session, item, 1, justification="They speak in assemblies now.")
        make_claim(session, item, 10, justification="We met four schools.")
        ids, address, place = [head.id, lead.id, owner.id], f"/cohorts/{cohort.id}", candidate.id
    browsers = [Person(app, in_school)(school_id, one) for one in ids]
    return Two(operators_web(app, operator_engine, who), *browsers, address, place)


def publish_the_next(operator: Web) -> str:
    """Standard 1 is divided, 10 falls away."""
    draft = operator.submitted("/operator/versions/new")
    assert "It has no short name." in operator.page(draft).text
    assert "letters and figures" in operator.refused(f"{draft}/description", {"code": "no. 2"}).text
    operator.submitted(f"{draft}/description", {"title": "The second version", "code": "2"})
    assert "so nobody can reach 11" in operator.refused(f"{draft}/numbers", {"pass_count": "11"}).text
    words = {"title": "Listening", "about": "You listen.", "prompt": "Whom did you hear?"}
    operator.submitted(f"{draft}/standards/new", {**words, "number": "2", "category": "Personal skills"})
    operator.submitted(f"{draft}/standards/11/removal")
    assert "Say what takes the place of standard 10" in operator.page(draft).text
    chosen = operator.page(f"{draft}/replacements/1").tree.xpath("//input[@name='keys']/@value")
    operator.submitted(f"{draft}/replacements/1", {"keys": chosen[:2]})
    both = {"keys": [chosen[0], "nothing"]}
    assert "either standards or that nothing" in operator.refused(f"{draft}/replacements/10", both).text
    operator.submitted(f"{draft}/replacements/10", {"keys": ["nothing"]})
    assert "Listening" in operator.page(f"{draft}/preview").text
    assert "is divided into" in operator.page(f"{draft}/publication").text
    assert operator.submitted(f"{draft}/publication") == "/operator/versions"
    return draft


def test_from_a_draft_to_a_cohort_that_moves_and_back(two: Two) -> None:
    draft = publish_the_next(two.operator)
    two.operator.page(draft, 404)
    assert "The second version is published" in two.candidate.page("/standards").text
    guided = {"body": "Ask **Ruth**.", "title_1": "A film", "link_1": "https://school.example/film"}
    two.lead.submitted("/standards/1/guidance", guided)
    assert "Open A film" in two.candidate.page("/standards").text
    page = two.lead.page(f"{two.cohort}/standards").text
    assert "Your school has no other version" in page
    assert "is divided into" in two.head.page("/set-up/standards").text
    two.head.submitted("/set-up/standards")
    assert "Listening" in two.candidate.page("/standards").text
    shown = two.lead.page(f"{two.cohort}/standards").text
    assert "1 claim is copied to each, to be looked at" in shown
    assert "Ann Able: 1 claim, standard 10" in shown
    two.lead.submitted(f"{two.cohort}/standards")
    aside = f"/portfolios/{two.place}/kept-aside"
    assert "We met four schools." in two.candidate.page(aside).text
    assert any(link.endswith(aside) for link in two.candidate.page(f"/portfolios/{two.place}").links())
    undone = two.lead.page(two.cohort)
    assert "The second version" in undone.text
    undo = undone.form("/undo/", two.cohort)
    assert two.lead.client.post(undo.action, data=undo.data({})).status_code == 303
    assert "Nothing is kept aside" in two.candidate.page(aside).text
    assert "Lead Practitioner standards, version 1" in two.lead.page(two.cohort).text


def test_a_retired_version_is_no_longer_adopted(two: Two) -> None:
    publish_the_next(two.operator)
    listed = two.operator.page("/operator/versions")
    second = next(
        link for link in listed.links() if link.startswith("/operator/versions/") and "new" not in link
    )
    assert "No cohort that is not closed has it" in two.operator.page(f"{second}/retirement").text
    two.operator.submitted(f"{second}/retirement")
    assert "Retired" in two.operator.page("/operator/versions").text
    assert "is published" not in two.candidate.page("/standards").text


def test_two_operators_at_one_draft_see_both_texts(two: Two) -> None:
    draft = two.operator.submitted("/operator/versions/new")
    form = two.operator.page(f"{draft}/description").form(0, f"{draft}/description")
    two.operator.submitted(f"{draft}/description", {"title": "Mine", "code": "2"})
    late = two.operator.client.post(
        form.action, data=form.data({"title": "Yours", "code": "2"}), content_type="multipart/form-data"
    )
    assert late.status_code == 409
    said = late.get_data(as_text=True)
    assert "Mine" in said
    assert "Yours" in said


def press(web: Web, read: Form) -> Page:
    return Page(web.client.post(read.action, data=read.data({})))


def copied_and_published(operator: Web, code: str) -> None:
    draft = operator.submitted("/operator/versions/new")
    operator.submitted(f"{draft}/description", {"title": f"Version {code}", "code": code})
    operator.submitted(f"{draft}/publication")


@pytest.mark.parametrize("deed", ["publication", "removal"])
def test_a_change_that_was_not_read_is_neither_published_nor_thrown_away(two: Two, deed: str) -> None:
    draft = two.operator.submitted("/operator/versions/new")
    two.operator.submitted(f"{draft}/description", {"title": "Mine", "code": "2"})
    path = f"{draft}/{deed}"
    read = two.operator.page(path).form(0, path)
    two.operator.submitted(f"{draft}/numbers", {"pass_count": "1"})
    late = press(two.operator, read)
    assert late.answer.status_code == 422
    assert "was changed since you opened the page" in late.text
    two.operator.page(draft)
    assert press(two.operator, late.form(0, path)).answer.status_code == 303
    two.operator.page(draft, 404)


def test_a_version_that_was_not_read_is_neither_adopted_nor_moved_to(two: Two) -> None:
    adoption, moving = (web.address(path) for web, path in ((two.head, "/set-up/standards"), (two.lead, "")))
    moving += f"{two.cohort}/standards"
    publish_the_next(two.operator)
    read = two.head.page(adoption).form(0, adoption)
    copied_and_published(two.operator, "3")
    late = press(two.head, read)
    assert (late.answer.status_code, "What changes from" in late.text) == (422, True)
    assert "Another version is the newest by now" in late.text
    assert press(two.head, late.form(0, adoption)).answer.status_code == 303
    read = two.lead.page(moving).form(0, moving)
    copied_and_published(two.operator, "4")
    two.head.submitted(adoption)
    late = press(two.lead, read)
    assert late.answer.status_code == 422
    assert "is another one by now" in late.text
    assert "Move to Version 4" in late.heading
    assert press(two.lead, late.form(0, moving)).answer.status_code == 303
    assert "Version 4" in two.lead.page(two.cohort).text


def test_a_draft_left_behind_leads_to_a_new_one(two: Two) -> None:
    behind = two.operator.submitted("/operator/versions/new")
    copied_and_published(two.operator, "2")
    shown = two.operator.page(behind)
    assert "must follow Version 2, the version that was published last" in shown.text
    assert "/operator/versions/new" in shown.links()
    assert "It follows Version 2" in two.operator.page("/operator/versions/new").text


def test_an_exemplar_needs_a_title_and_a_text_or_a_link(two: Two) -> None:
    refused = two.head.refused("/standards/2/guidance", {"text_1": "It was read.", "link_2": "school"})
    assert "Give exemplar 1 a title" in refused.text
    refused = two.head.refused("/standards/2/guidance", {"title_1": "Film", "link_1": "javascript:alert(1)"})
    assert "Enter the whole address of exemplar 1" in refused.text
    two.candidate.page("/standards/2/guidance", 404)


def exemplars(*titles: str, at: int = 1) -> dict[str, str]:
    named = {f"title_{number}": title for number, title in enumerate(titles, at)}
    return named | {f"text_{number}": "It was read." for number in range(at, at + len(titles))}


def join_two_and_three(two: Two) -> None:
    """The school says something to both, three exemplars each; then it adopts a version in which they are one."""
    two.head.submitted("/standards/2/guidance", exemplars("Poster", "Film", "Talk") | {"body": "Ask Ruth."})
    two.head.submitted("/standards/3/guidance", exemplars("Leaflet", "Play", "Walk"))
    draft = two.operator.submitted("/operator/versions/new")
    two.operator.submitted(f"{draft}/description", {"title": "Joined", "code": "2"})
    second = two.operator.page(f"{draft}/replacements/2").tree.xpath("//input[@name='keys']/@value")[1]
    two.operator.submitted(f"{draft}/replacements/3", {"keys": [second]})
    two.operator.submitted(f"{draft}/publication")
    two.head.submitted("/set-up/standards")


def test_no_exemplar_is_lost_when_joined_guidance_is_read_and_saved(two: Two) -> None:
    join_two_and_three(two)
    first, second = (two.head.page("/standards/2/guidance") for _ in range(2))
    at = two.head.address("/standards/2/guidance")
    read, stale = (page.form(0, at) for page in (first, second))
    assert read.standing()["title_6"] == "Walk"
    two.head.submitted("/standards/2/guidance")
    told = two.candidate.page("/standards").text
    assert all(title in told for title in ("Poster", "Film", "Talk", "Leaflet", "Play", "Walk"))
    fewer = {f"{part}_{number}": "" for number in (1, 2, 5, 6) for part in ("title", "text")}
    two.head.submitted("/standards/2/guidance", fewer)
    assert "Exemplar 5" not in two.head.page("/standards/2/guidance").text
    late = two.head.client.post(stale.action, data=stale.data({"body": "Ask Helen."}))
    assert late.status_code == 409
    assert "Walk" in late.get_data(as_text=True)


def test_what_was_emptied_is_shown_to_nobody(two: Two) -> None:
    two.head.submitted("/standards/2/guidance", {"body": "Ask Ruth."})
    assert "What our school says to standard 2" in two.candidate.page("/standards").text
    two.head.submitted("/standards/2/guidance", {"body": ""})
    assert "What our school says" not in two.candidate.page("/standards").text
    two.head.submitted("/standards/2/guidance", {"body": "Ask Helen."})
    assert "Ask Helen." in two.candidate.page("/standards").text
