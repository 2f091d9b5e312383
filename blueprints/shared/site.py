"""The public site: its pages with what search engines and links say of each, and how one is led between them.

Only these are indexed and stand in the site's map; every other answer asks search engines to leave it out."""

from dataclasses import dataclass

from flask import request


@dataclass(frozen=True)
class SitePage:
    path: str
    name: str
    """In links to it."""
    title: str
    description: str


SITE = {
    "public.front": SitePage(
        "/",
        "Lectern",
        "Lead Practitioner programmes, run by schools",
        "Your school runs its own Lead Practitioner programme: staff show with evidence how far their practice"
        " reaches, two assessors judge it, and anyone can check the award.",
    ),
    "public.accreditation": SitePage(
        "/accreditation",
        "Accreditation",
        "What Lead Practitioner accreditation is",
        "The way from registering to the award in nine steps: self-audit, project, evidence, presenting beyond"
        " your own team, submission, assessment and a certificate that anyone can check.",
    ),
    "public.standards": SitePage(
        "/standards",
        "The standards",
        "The ten standards",
        "The ten Lead Practitioner standards in three categories, the four levels of reach, and the pass rule,"
        " in plain words.",
    ),
    "public.individual_or_group": SitePage(
        "/individual-or-group",
        "On your own or as a group",
        "On your own or as a group",
        "Practitioners may work towards accreditation alone or with colleagues on one project. The status is"
        " always awarded to each person.",
    ),
    "public.for_schools": SitePage(
        "/for-schools",
        "For schools",
        "A programme of your school’s own",
        "What a headteacher gets from running a Lead Practitioner programme in school: what is needed, who does"
        " what, how it serves the improvement plan, and how it stays rigorous.",
    ),
    "public.learning_centres": SitePage(
        "/learning-centres",
        "Learning Centres",
        "Learning Centres",
        "A Learning Centre is a school with an established programme that shares its experience with others."
        " What it does, and what to ask yourselves before you apply.",
    ),
    "public.impact": SitePage(
        "/impact",
        "Impact",
        "Stories of impact",
        "What Lead Practitioners changed, told by schools themselves and published with their consent.",
    ),
    "public.get_involved": SitePage(
        "/get-involved",
        "Get involved",
        "Get involved",
        "Tell us that you are interested, for your school or for yourself. It takes a minute and commits you to"
        " nothing.",
    ),
    "public.verify": SitePage(
        "/verify",
        "Check an award",
        "Check an award",
        "Type the code on a Lead Practitioner certificate to see whose award it is and whether it is current.",
    ),
    "public.help": SitePage(
        "/help",
        "Help",
        "Help",
        "Short answers to what people ask most about signing in and using Lectern, for each part in the programme.",
    ),
    "public.help_candidate": SitePage(
        "/help/candidate",
        "Candidate",
        "Help for candidates",
        "Where to begin as a candidate: the self-audit, what counts as evidence, levels, submitting, and what"
        " happens afterwards.",
    ),
    "public.help_mentor": SitePage(
        "/help/mentor",
        "Mentor",
        "Help for mentors",
        "What a mentor sees and does not see, how to be useful, and why mentors never assess their own candidates.",
    ),
    "public.help_assessor": SitePage(
        "/help/assessor",
        "Assessor",
        "Help for assessors",
        "How to accept a task, read a submission, judge each standard with a reason, and lock; and what happens"
        " when two assessors differ.",
    ),
    "public.help_programme_lead": SitePage(
        "/help/programme-lead",
        "Programme lead",
        "Help for programme leads",
        "How to open a cohort, invite candidates, name mentors, share out the assessing and release outcomes.",
    ),
    "public.help_headteacher": SitePage(
        "/help/headteacher",
        "Headteacher",
        "Help for headteachers",
        "What is yours to do as a headteacher: setting up, approving places, endorsing, releasing outcomes, and"
        " handing over while you are away.",
    ),
    "public.help_business_manager": SitePage(
        "/help/business-manager",
        "Business manager",
        "Help for business managers",
        "Where to find who has a place, how to record a purchase order, and what a business manager does not see.",
    ),
    "public.help_it_lead": SitePage(
        "/help/it-lead",
        "IT lead",
        "Help for IT leads",
        "How to connect Google or Microsoft accounts, prove a domain, and let emails through: one visit, then"
        " nothing to look after but a secret that runs out.",
    ),
    "public.contact": SitePage(
        "/contact",
        "Contact",
        "Contact",
        "How to reach us about a problem, a question or a security concern, and what helps us to help you.",
    ),
    "public.privacy": SitePage(
        "/privacy",
        "Privacy",
        "Privacy",
        "What Lectern keeps about people, who sees it, how long it stays, which cookies are set, and your rights.",
    ),
    "public.accessibility": SitePage(
        "/accessibility",
        "Accessibility statement",
        "Accessibility statement",
        "How Lectern is made to be used by everyone who works in a school, what is not right yet, and how to"
        " tell us.",
    ),
}

MAIN = tuple(
    f"public.{name}"
    for name in (
        "accreditation",
        "standards",
        "for_schools",
        "learning_centres",
        "impact",
        "get_involved",
        "help",
    )
)
HELP = tuple(endpoint for endpoint in SITE if endpoint.startswith("public.help_"))
PARTS = {"public.individual_or_group": "public.accreditation"}
FOOTER = {
    "The programme": (
        "public.accreditation",
        "public.standards",
        "public.individual_or_group",
        "public.impact",
    ),
    "For schools": ("public.for_schools", "public.learning_centres", "public.get_involved", "public.verify"),
    "Lectern": ("public.help", "public.contact", "public.privacy", "public.accessibility"),
}


def page_here() -> SitePage | None:
    """The page of the site that is asked for, if it is one."""
    return SITE.get(request.endpoint or "")


def page_above() -> SitePage | None:
    return SITE.get(above(request.endpoint or "") or "")


def above(endpoint: str) -> str | None:
    """The main page that a page belongs to."""
    return "public.help" if endpoint in HELP else PARTS.get(endpoint)
