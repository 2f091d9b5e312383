"""The pages that people open most, and who opens them."""

from dataclasses import dataclass

from tests.bench.a_school import Sample


@dataclass(frozen=True)
class PageOf:
    name: str
    who: str | None
    path: str
    large: bool = False
    """In the schools that have a large cohort beside the usual one."""

    def at(self, slug: str, number: int, sample: Sample) -> str:
        """In the school with this number: its ids begin with it."""
        ids = {name: f"{number:08x}{str(one)[8:]}" for name, one in sample.ids.items()}
        code = f"{number:08X}{sample.code[8:]}"
        return self.path.format(space=f"/schools/{slug}", code=code, **ids)


PAGES = (
    PageOf("Sign-in of a school", None, "{space}/sign-in"),
    PageOf("Checking an award", None, "/verify/{code}"),
    PageOf("Home of a headteacher", "head", "{space}/"),
    PageOf("Cohort, for its programme lead", "lead", "{space}/cohorts/{cohort}"),
    PageOf("Cohort desk, 200 candidates", "lead", "{space}/cohorts/{large_cohort}/board", large=True),
    PageOf("Staff", "head", "{space}/staff"),
    PageOf("Home of a candidate", "candidate", "{space}/"),
    PageOf("Evidence of a candidate", "candidate", "{space}/portfolios/{candidate}/evidence"),
    PageOf("One item of evidence", "candidate", "{space}/evidence/{item}"),
    PageOf("Evidence map", "candidate", "{space}/portfolios/{candidate}/map"),
    PageOf("Project of a candidate", "candidate", "{space}/projects/{project}"),
    PageOf("Coverage of the improvement plan", "head", "{space}/coverage"),
    PageOf("Judging a standard", "assessor", "{space}/assessing/{assignment}/standards/3"),
)
