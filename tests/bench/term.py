"""A group's term: ten members, each with a session, write the same pieces at once, say what they did, and confirm or
question each other. At its end the database is asked for every word that the server took."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from statistics import quantiles
from threading import Barrier

from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.orm import Session

from app import create_app, settings
from tenants.sign_in.models import Door
from tenants.sign_in.sessions import begin_session
from tests.bench.a_school import Sample
from tests.bench.member import Member
from tests.bench.run import ground
from tests.bench.town import FORM_TOKEN, Town, first_school, in_first, serving
from tests.bench.weeks import Kept, Plan, Weeks
from tests.factories.cohorts import make_cohort
from tests.factories.groups import make_group, make_pooled
from tests.factories.portfolios import make_place

SLUG = "bench-0"


@dataclass(frozen=True)
class Term:
    """`lost`: what the server took and the database has not."""

    plan: Plan
    members: Sequence[Member]
    kept: Sequence[Kept]
    lost: Sequence[str]

    @property
    def statuses(self) -> Counter[int]:
        return sum((one.statuses for one in self.members), Counter())

    @property
    def errors(self) -> list[str]:
        return [one for member in self.members for one in member.wrong]

    def many(self, name: str) -> int:
        """Of everybody's `Kept` together."""
        found = [getattr(one, name) for one in self.kept]
        return sum(one if isinstance(one, int) else len(one) for one in found)

    def report(self) -> str:
        cuts = quantiles([one for member in self.members for one in member.seconds], n=100)
        statuses = ", ".join(f"{many} x {status}" for status, many in sorted(self.statuses.items()))
        return "\n".join(
            (
                f"{self.plan.members} members, {self.plan.weeks} weeks, {self.plan.at_once} pieces that all write",
                f"requests: {self.statuses.total()} ({statuses});"
                f" half within {cuts[49] * 1000:.0f} ms, 99 of 100 within {cuts[98] * 1000:.0f} ms",
                f"errors: {len(self.errors)}",
                *(f"  {one}" for one in self.errors[:20]),
                f"conflicts: {self.many('conflicts')}, without both texts {self.many('hidden')},"
                f" given up {self.many('given_up')};"
                f" words on what was said anew meanwhile: {self.many('changed')}",
                f"taken: {self.many('texts')} texts, {self.many('parts')} contributions, {self.many('notes')} words",
                f"lost: {len(self.lost)}",
                *(f"  {one}" for one in self.lost[:20]),
            )
        )


@contextmanager
def term(plan: Plan, say: Callable[[str], None]) -> Iterator[Term]:
    with ground() as on:
        urls = on.databases.urls(on.databases.copy())
        sample = in_first(urls, first_school(urls), lambda session: _gather(session, plan))
        town = Town(1, urls, sample, 0)
        told = town.environment(on.valkey.url(), on.folder)
        with serving(on.watcher, told, on.folder / "term", on.postgres.pid) as server:
            members = _at_their_browsers(town, told, server.port)
            say(f"{plan.members} members begin their {plan.weeks} weeks")
            kept = _live(plan, members, sample)
        yield Term(plan, members, kept, list(_lost(urls.maintenance, kept)))


def _gather(session: Session, plan: Plan) -> Sample:
    cohort = make_cohort(session, places=plan.members)
    places = [make_place(session, cohort=cohort) for _ in range(plan.members)]
    group = make_group(session, [one.candidate for one in places])
    items = {
        f"item {at}": make_pooled(session, group, f"A shared lesson {at}").id for at in range(plan.at_once)
    }
    return Sample(
        ids={"group": group.id, **items, **{f"m{at}": one.id for at, one in enumerate(places)}},
        tokens={f"m{at}": begin_session(session, one.person.id, Door.LINK) for at, one in enumerate(places)},
        code="",
    )


def _at_their_browsers(town: Town, told: dict[str, str], port: int) -> list[Member]:
    app = create_app(settings.read(told))
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    name = app.config["SESSION_COOKIE_NAME"]
    app.extensions["engine"].dispose()
    return [
        Member(
            who,
            str(town.sample.ids[who]),
            port,
            {name: signer.dumps({"tokens": {SLUG: token}, "csrf_token": FORM_TOKEN})},
            f"/schools/{SLUG}",
        )
        for who, token in town.sample.tokens.items()
    ]


def _live(plan: Plan, members: Sequence[Member], sample: Sample) -> list[Kept]:
    gate, group = Barrier(len(members)), str(sample.ids["group"])
    items = [str(one) for name, one in sample.ids.items() if name.startswith("item")]
    with ThreadPoolExecutor(len(members)) as pool, ExitStack() as held:
        for one in members:
            held.callback(one.wire.close)
        return list(pool.map(lambda one: Weeks(plan, one, group, items, gate).live(), members))


def _lost(url: str, kept: Sequence[Kept]) -> Iterator[str]:
    """A text that was pressed is a version, word for word; of one that was only typed the words stand in some version,
    since whoever typed went on or somebody else wrote over it."""
    with create_engine(url, poolclass=NullPool).connect() as all_of_them:
        versions = {
            (str(item), body)
            for item, body in all_of_them.execute(
                text("SELECT evidence_id, content->>'body' FROM evidence_versions")
            )
        }
        standing = set(all_of_them.scalars(text("SELECT body FROM evidence")))
        said = set(all_of_them.scalars(text("SELECT did FROM contributions")))
        notes = set(all_of_them.scalars(text("SELECT note FROM contribution_words")))
    written = "\n".join(standing | {body for _, body in versions})
    for one in kept:
        for taken in one.texts:
            if taken.pressed and (taken.item, taken.body) not in versions:
                yield f"a text of {taken.item} with {taken.word}"
            if taken.word not in written:
                yield f"the word {taken.word}"
        yield from (f"the contribution {word}" for word in one.parts.values() if word not in said)
        yield from (f"the note {note}" for note in one.notes if note not in notes)
