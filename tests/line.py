"""The server's own code as a device reaches it, without HTTP, over a line that may be cut."""

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

import msgspec
from sqlalchemy import Connection, Engine

from tests.builders import MONDAY
from tests.scripted_api import SilentApi
from wardtui import messages
from wardtui.central import accounts
from wardtui.central.audit_range import fingerprint
from wardtui.central.ingest import Ingest
from wardtui.central.offered import read_offered
from wardtui.central.quarantine import keep_aside
from wardtui.central.server_key import server_keys
from wardtui.central.standing import standing
from wardtui.central.stream import read_stream
from wardtui.domain.errors import NetworkFailed
from wardtui.services.ports import DeviceRevoked


class Central(Protocol):
    """The server in this process."""

    engine: Engine
    epoch: str
    ingest: Ingest

    def writing(self) -> AbstractContextManager[Connection]:
        """Its database, to write in one transaction."""
        ...


class Line(SilentApi):
    """The server as a device reaches it, over a line that may be cut before or after any answer."""

    def __init__(
        self,
        central: Central,
        token: str = "",
        cut_at: int = 0,
        replica: Engine | None = None,
        *,
        now: datetime = MONDAY,
        server_clock: float = 0.0,
        twice: bool = False,
        page: int = 3,
    ) -> None:
        """Reach the server.

        :param cut_at: at which step the line is cut; 0: never
        :param replica: an old copy from which is read
        :param server_clock: seconds to add to the device's clock to get the server's
        :param page: events in an answer, at most; few, so that a cut can fall between two pages
        :param twice: whatever is sent arrives twice, and the second answer comes back
        """
        super().__init__()
        self._central = central
        self._token = token
        self._left = cut_at
        self._read_from = replica or central.engine
        self._now = now
        self._twice = twice
        self._page = page
        self.told: list[messages.PushResult] = []
        """What was said of the events that were sent, as far as the answers came."""
        self.server_clock = server_clock
        self.epoch = central.epoch

    def _step(self) -> None:
        self._left -= 1
        if self._left == 0:
            raise NetworkFailed("server_unreachable", server="-")

    @property
    def _account(self) -> accounts.Account:
        with self._central.engine.connect() as connection:
            found = accounts.account_of(connection, self._token)
        if found is None:
            raise NetworkFailed("token_unknown")
        return found

    def _let_in(self) -> accounts.Account:
        account = self._account
        if account.revoked:
            raise DeviceRevoked
        return account

    def me(self) -> messages.Me:
        self._step()
        account = self._let_in()
        return messages.Me(
            officer=account.officer,
            name=account.name,
            role=account.role,
            wards=account.wards,
            server_time=self._now,
            epoch=self._central.epoch,
            head=0,
        )

    def fingerprint(self, ward: str, after: int, to: int) -> messages.Fingerprint:
        with self._read_from.connect() as connection:
            return fingerprint(connection, ward, after, to)

    def pair(self, request: messages.PairRequest) -> messages.PairAnswer:
        with self._central.writing() as connection:
            return accounts.pair(connection, request)

    def exchange_keys(self, request: messages.KeysRequest) -> messages.KeysAnswer:
        self._step()
        account = self._let_in()
        with self._central.writing() as connection:
            accounts.keep_public_key(connection, account.device, request.public_key)
            return messages.KeysAnswer(server_public_key=server_keys(connection).public)

    def replace(self, request: messages.ReplaceRequest) -> messages.ReplaceAnswer:
        self._step()
        self._let_in()
        with self._central.writing() as connection:
            answer = accounts.replace(connection, self._token, request)
        self._step()
        return answer

    def push(self, events: messages.Push) -> messages.PushAnswer:
        self._step()
        offered = [read_offered(raw) for raw in events.events]
        account = self._account
        if account.revoked:
            keep_aside(self._central.engine, account, offered)
            self._step()
            raise DeviceRevoked
        if self._twice:
            self._central.ingest.submit(account, offered).result()
        taken = self._central.ingest.submit(account, offered).result()
        self.head = taken.standing.head
        self._step()
        self.told += taken.results
        return messages.PushAnswer(tuple(taken.results))

    def pull(self, after: dict[str, int], limit: int) -> messages.Pull:
        self._step()
        cursor = ",".join(f"{ward}:{seq}" for ward, seq in after.items())
        page = read_stream(self._read_from, self._let_in(), cursor, min(limit, self._page))
        with self._read_from.connect() as connection:
            self.head = standing(connection).head
        self._step()
        return msgspec.json.decode(msgspec.json.encode(page), type=messages.Pull)
