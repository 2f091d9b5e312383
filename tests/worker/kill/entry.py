"""The product's own worker, with the kill test's jobs in its table and the journal at its steps."""

import os
from pathlib import Path
from typing import Any
from uuid import UUID

from jinja2 import ChoiceLoader, DictLoader

from tests.worker.kill.journal import Journal
from tests.worker.kill.messages import watched
from tests.worker.messages import WORDING, teach
from worker import leases, mail
from worker.__main__ import main
from worker.leases import Claim


def watch(journal: Journal) -> None:
    claim, finish = leases.claim, leases.finish

    def watched_claim(session: Any, job_id: UUID, grace: Any) -> Claim | None:
        journal.at("before claim", job_id)
        return claim(session, job_id, grace)

    def watched_finish(session: Any, claimed: Claim) -> None:
        finish(session, claimed)
        journal.at("before commit", claimed.job_id)

    leases.claim, leases.finish = watched_claim, watched_finish


if __name__ == "__main__":
    kept = Journal(Path(os.environ["KILL_FOLDER"]))
    mail.WORDING.loader = ChoiceLoader([DictLoader({"test.txt": WORDING}), mail.PIECES])
    teach(watched(kept))
    watch(kept)
    main()
