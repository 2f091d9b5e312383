"""Real identity providers for tests, one process a school."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from tests.node import node

SCRIPT = Path(__file__).with_name("provider.mjs")
CLIENT_ID = "lectern"
CLIENT_SECRET = "a secret between lectern and this provider"


@dataclass
class IdentityProvider:
    """Users: subject → claims. It tells of sessions that end at `logout_url`. Its process ends with ours,
    however ours ends."""

    school: str
    callback_urls: Sequence[str]
    users: Mapping[str, Mapping[str, Any]]
    port: int = 0
    path: str = ""
    signed_out_urls: Sequence[str] = ()
    logout_url: str = ""
    issuer: str = field(default="", init=False)

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [node(), "--no-warnings", str(SCRIPT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._process.stdin.write(json.dumps(self._settings()) + "\n")
        self._process.stdin.flush()
        self.issuer = json.loads(self._first_word())["issuer"]
        return self

    def __exit__(self, *failure: object) -> None:
        self._process.stdin.close()
        self._process.wait(timeout=5)
        self._process.stdout.close()

    @property
    def exception(self) -> str:
        """What LECTERN_ALLOWED_ISSUERS must hold for it."""
        return self.issuer.removeprefix("http://").partition("/")[0]

    def _settings(self) -> Mapping[str, Any]:
        client: dict[str, Any] = {
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "redirect_uris": list(self.callback_urls),
            "post_logout_redirect_uris": list(self.signed_out_urls),
        }
        if self.logout_url:
            client |= {"backchannel_logout_uri": self.logout_url, "backchannel_logout_session_required": True}
        return {
            "port": self.port,
            "path": self.path,
            "school": self.school,
            "clients": [client],
            "users": self.users,
        }

    def _first_word(self) -> str:
        for line in self._process.stdout:
            if line.startswith("{"):
                return line
        raise RuntimeError("the identity provider did not start; is `npm ci` done?")
