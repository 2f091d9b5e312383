import re
from enum import StrEnum

import html5lib
import pytest
from jinja2 import ChoiceLoader, Environment, PackageLoader
from jinja2.exceptions import UndefinedError
from lxml.etree import _Element as Element

from blueprints.shared.published import FOLDER
from tenants.assessment.rules.seats import AssignmentState, Stage
from tenants.assessment.rules.verdict import Result
from tenants.base.errors import Conflict, Refused
from tenants.base.outbox import JobState
from tenants.cohorts.rules import CohortState, PlaceState
from tenants.portfolios.rules.states import SubmissionState
from tests.blueprints.shared.bench import LEVELS, Bench, NoteForm

HOSTILE = "<script>alert('x')</script>"
ERRORS = (403, 404, 409, 413, 422, 429, 500, 503)
TEXTS = Conflict({"What happened": ("Theirs", "Yours </textarea><script>")}, saved_by="Tom Reed")


def tree(html: str) -> Element:
    """The page as a browser reads it; an error in its HTML fails the test."""
    parser = html5lib.HTMLParser(html5lib.getTreeBuilder("lxml"), strict=True, namespaceHTMLElements=False)
    return parser.parse(html)


def page(bench: Bench, path: str) -> Element:
    return tree(bench.app.test_client().get(path).get_data(as_text=True))


def words(element: Element, path: str) -> list[str]:
    return [" ".join("".join(found.itertext()).split()) for found in element.xpath(path)]


def macro(bench: Bench, file: str, call: str, **facts: object) -> Element:
    names = re.findall(r"\b([a-z_]+)\(", call)
    return fragment(
        bench, f'{{% from "shared/macros/{file}.html" import {names[0]} %}}{{{{ {call} }}}}', **facts
    )


def fragment(bench: Bench, source: str, **facts: object) -> Element:
    return tree(bench.render(f"<!DOCTYPE html><title>x</title>{source}", **facts))


def test_a_visitor_sees_no_school_and_no_way_to_sign_out(bench: Bench) -> None:
    shown = page(bench, "/plain?visitor=1")
    assert words(shown, "//header//form") == []
    assert words(shown, "//header//nav") == []
    assert words(shown, "//title") == ["Plain – Lectern"]


def test_a_person_sees_their_school_their_name_and_where_they_are(bench: Bench) -> None:
    shown = page(bench, "/plain")
    assert words(shown, "//*[@class='masthead__school']//span") == ["Whitebridge High"]
    assert words(shown, "//*[@class='masthead__who']") == ["Signed in as Siân Okafor: your account"]
    assert set(words(shown, "//nav//a[@aria-current='page']")) == {"Today"}
    assert words(shown, "//title") == ["Plain – Whitebridge High – Lectern"]


def test_signing_out_is_a_post_with_its_token(bench: Bench) -> None:
    forms = page(bench, "/plain").xpath("//form[@data-sign-out]")
    assert {(form.get("method"), form.get("action")) for form in forms} == {
        ("post", "/schools/whitebridge/sign-out")
    }
    assert all(form.xpath(".//input[@name='csrf_token']/@value")[0] for form in forms)


def test_a_schools_accent_colours_its_crest_and_its_stripe(bench: Bench) -> None:
    bench.school.accent = "#0b5394"
    assert page(bench, "/plain").xpath("count(//header//*[@fill='#0b5394'])") == 2


def test_a_message_is_a_status(bench: Bench) -> None:
    assert words(page(bench, "/told"), "//*[@role='status']") == ["Your evidence is saved."]


def test_the_footer_leads_to_the_four_papers_and_to_who_can_do_what(bench: Bench) -> None:
    assert words(page(bench, "/plain"), "//footer//a") == [
        "Who can do what here",
        "Privacy",
        "Accessibility statement",
        "Help",
        "Contact",
    ]


def test_names_stay_text_wherever_they_stand(bench: Bench) -> None:
    bench.school.name = bench.actor.name = HOSTILE
    shown = page(bench, f"/plain?heading={HOSTILE}")
    assert words(shown, "//h1") == [HOSTILE]
    assert not [script for script in shown.xpath("//script") if "alert" in "".join(script.itertext())]


@pytest.mark.parametrize("path", ["/plain", "/plain?visitor=1", "/told", "/note"])
def test_a_page_has_one_heading_and_no_style_or_script_of_its_own(bench: Bench, path: str) -> None:
    shown = page(bench, path)
    assert shown.xpath("count(//h1)") == 1
    assert not shown.xpath("//style | //*[@style] | //@*[starts-with(name(), 'on')]")
    assert all(script.get("nonce") for script in shown.xpath("//script"))
    ids = shown.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_a_refused_form_says_so_in_the_title_and_leads_to_each_field(bench: Bench) -> None:
    client = bench.app.test_client()
    form = tree(client.get("/note").get_data(as_text=True))
    token = form.xpath("//main//input[@name='csrf_token']/@value")[0]
    answer = client.post(
        "/note", data={"csrf_token": token, "body": "Typed already", "held_on": ["", "", ""]}
    )
    shown = tree(answer.get_data(as_text=True))
    targets = shown.xpath("//*[contains(@class, 'error-summary__list')]//a/@href")
    focusable = set(shown.xpath("//input/@id | //textarea/@id | //select/@id"))
    assert answer.status_code == 422
    assert words(shown, "//title")[0].startswith("Error: ")
    assert [target.removeprefix("#") for target in targets] == ["title", "level", "held_on-day"]
    assert {target.removeprefix("#") for target in targets} <= focusable
    assert words(shown, "//textarea") == ["Typed already"]


def test_a_refusal_of_the_whole_form_stands_in_the_summary_without_a_link(bench: Bench) -> None:
    with bench.app.test_request_context("/"):
        form = NoteForm()
    form.refuse(Refused("Every place in this cohort is taken."))
    shown = macro(bench, "forms", "error_summary(form)", form=form)
    assert words(shown, "//li") == ["Every place in this cohort is taken."]
    assert not shown.xpath("//li//a")


def test_level_cards_name_the_level_and_its_reach(bench: Bench) -> None:
    labels = words(page(bench, "/note"), "//label[@class='level-card__label']")
    assert labels[2] == "3 Level 3: Extending beyond your team"


@pytest.mark.parametrize("code", ERRORS)
def test_every_error_page_is_a_whole_page_with_a_way_on(bench: Bench, code: int) -> None:
    shown = tree(
        bench.render(
            f"{{% extends 'shared/errors/{code}.html' %}}", conflict=TEXTS, reason="The window is closed."
        )
    )
    assert shown.xpath("count(//h1)") == 1
    assert shown.xpath("//*[@data-fault]//p")
    assert words(shown, "//title")[0].startswith(words(shown, "//h1")[0])


@pytest.mark.parametrize("code", [500, 503])
def test_the_pages_for_our_own_faults_need_no_session_school_or_database(code: int) -> None:
    bare = Environment(loader=ChoiceLoader([PackageLoader("blueprints.shared")]), autoescape=True)
    shown = tree(bare.get_template(f"shared/errors/{code}.html").render(asset=lambda name: f"/static/{name}"))
    assert shown.xpath("count(//h1)") == 1
    assert not shown.xpath("//script")


def test_a_conflict_shows_both_texts_to_be_copied(bench: Bench) -> None:
    shown = tree(bench.render("{% extends 'shared/errors/409.html' %}", conflict=TEXTS))
    areas = shown.xpath("//textarea[@readonly]")
    assert ["".join(area.itertext()).strip() for area in areas] == ["Theirs", "Yours </textarea><script>"]
    assert {area.get("id") for area in areas} == set(shown.xpath("//main//label/@for"))
    assert "Tom Reed saved changes" in words(shown, "//main")[0]


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("referred", "More evidence needed"),
        ("accredited", "Accredited"),
        ("awaiting_endorsement", "With the headteacher"),
    ],
)
def test_a_state_is_said_in_words_people_use(bench: Bench, state: str, said: str) -> None:
    assert words(macro(bench, "status", f"status_tag('{state}')"), "//strong") == [said]


@pytest.mark.parametrize(
    "state",
    [
        state
        for states in (AssignmentState, CohortState, JobState, PlaceState, Result, Stage, SubmissionState)
        for state in states
    ],
)
def test_every_state_a_record_can_be_in_has_words(bench: Bench, state: StrEnum) -> None:
    assert words(macro(bench, "status", "status_tag(state)", state=state), "//strong")[0]


def test_a_state_without_words_is_a_fault_and_no_blank(bench: Bench) -> None:
    with pytest.raises(UndefinedError):
        macro(bench, "status", "status_tag('gatewayed')")


def standards(*levels: int | None) -> list[dict[str, object]]:
    categories = ("Personal skills", "Personal skills", "Professional knowledge")
    return [
        {
            "number": at,
            "title": f"Standard {at}",
            "category": category,
            "level": level,
            "pieces": level,
            "target": 3,
        }
        for at, (category, level) in enumerate(zip(categories, levels, strict=True), 1)
    ]


def test_the_evidence_map_reads_as_a_table(bench: Bench) -> None:
    shown = macro(
        bench,
        "evidence_map",
        "evidence_map(standards, levels, 3)",
        standards=standards(3, None, 1),
        levels=LEVELS,
    )
    assert words(shown, "//th[@scope='rowgroup']") == ["Personal skills", "Professional knowledge"]
    assert words(shown, "//tbody//th[@scope='row']")[0] == "1Standard 1 3 pieces of evidence"
    rows = shown.xpath("//tbody//tr[td]")
    assert [words(row, "./td") for row in rows] == [
        ["", "", "3Level 3, Extending", ""],
        ["None yet", "", "Target", ""],
        ["1Level 1, Beginning", "", "Target", ""],
    ]


def test_the_evidence_map_of_an_assessor_speaks_of_claims(bench: Bench) -> None:
    call = "evidence_map(standards, levels, 3, target='Claimed', empty='To judge')"
    shown = macro(bench, "evidence_map", call, standards=standards(3, None, 1), levels=LEVELS)
    assert words(shown.xpath("//tbody//tr[td]")[1], "./td") == ["To judge", "", "Claimed", ""]


def test_more_than_needed_is_said_without_an_impossible_share(bench: Bench) -> None:
    call = "bar({}, 7, 'Standards', 'needed')"
    for done, said in ((6, "6 of 7 needed"), (8, "8 (7 needed)")):
        assert words(macro(bench, "progress", call.format(done)), "//*[@class='bar__count']") == [said]


@pytest.mark.parametrize(
    ("reached", "addressed", "said"),
    [
        (7, 10, "The pass rule is met: 7 standards at level 3 or above, and all 10 addressed."),
        (6, 10, "1 more standard needs to reach level 3 (beyond your team)."),
        (7, 9, "1 standard has no evidence yet; all 10 must be addressed."),
    ],
)
def test_the_pass_rule_is_said_in_words(bench: Bench, reached: int, addressed: int, said: str) -> None:
    call = f"rule_meter({reached}, 7, levels[2], {addressed}, 10)"
    assert words(macro(bench, "evidence_map", call, levels=LEVELS), "//*[@class='meter__words']") == [said]


def test_a_table_names_its_columns_in_every_card_of_a_phone(bench: Bench) -> None:
    shown = fragment(
        bench,
        """{% from "shared/macros/tables.html" import data_table, row_head, cell %}
        {% call(one) data_table("Candidates", ["Name", "Stage"], ["Amina"]) %}
        {{ row_head(one) }}{{ cell("Stage", "Submitted") }}{% endcall %}""",
    )
    assert words(shown, "//th[@scope='row']") == ["Amina"]
    assert words(shown, "//td/*") == ["Stage", "Submitted"]


def test_an_avatar_shows_the_initials_of_any_name(bench: Bench) -> None:
    for name, initials in {"Łukasz Świątek": "ŁŚ", "Ọlá": "Ọ", "Mary Jane O'Neil": "MO", "": "?"}.items():
        assert words(macro(bench, "people", f'avatar("{name}")'), "//span") == [initials]


def test_style_sheets_stay_small_and_shout_at_nobody() -> None:
    for file in FOLDER.glob("*.css"):
        assert "!important" not in file.read_text(), file.name
        assert len(file.read_text().splitlines()) < 300, file.name
