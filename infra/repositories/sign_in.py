"""Sign-in of the person on this machine: a token good for one use, and the session it is exchanged for."""

import datetime as dt
import secrets

from sqlalchemy import delete, insert, select

from domain.errors import SignInNeeded
from infra.repositories.owner import LOCAL, Owner
from infra.repositories.transaction import Transaction, now
from infra.tables import sessions, sign_in_tokens

SESSION_COOKIE = "her2guide_session"


class SignIn:
    """Tokens and sessions of one database, inside one transaction. Only keyed hashes are stored."""

    def __init__(self, transaction: Transaction) -> None:
        self._vault = transaction.vault
        self._connection = transaction.connection
        self._lasts = dt.timedelta(days=transaction.settings.session_days)

    def issue_token(self) -> str:
        """A new token for the address that `serve` prints; good for one exchange. Tokens not used before are void."""
        token = secrets.token_urlsafe(24)
        self._connection.execute(delete(sign_in_tokens))
        self._connection.execute(insert(sign_in_tokens).values(token_hash=self._hash("token", token), created=now()))
        return token

    def exchange(self, token: str) -> str:
        """A session, for the cookie, against a token. Raises SignInNeeded when it is unknown or was used before."""
        used = self._connection.execute(
            delete(sign_in_tokens).where(sign_in_tokens.c.token_hash == self._hash("token", token))
        )
        if not used.rowcount:
            raise SignInNeeded(
                "This address was used before, or it is from an earlier start. "
                "Open the address that her2guide printed last in the terminal."
            )
        session = secrets.token_urlsafe(32)
        self._connection.execute(delete(sessions).where(sessions.c.expires < now()))
        self._connection.execute(
            insert(sessions).values(
                session_hash=self._hash("session", session), owner=LOCAL.id, expires=now() + self._lasts
            )
        )
        return session

    def owner_of(self, session: str) -> Owner:
        """Whose a session is; it survives a restart of the server. Raises SignInNeeded when unknown or over."""
        owner = self._connection.scalar(
            select(sessions.c.owner).where(
                sessions.c.session_hash == self._hash("session", session), sessions.c.expires > now()
            )
        )
        if owner is None:
            raise SignInNeeded("You are not signed in. Open the address that her2guide printed in the terminal.")
        return Owner(owner)

    def sign_out(self, session: str) -> None:
        """Ends a session; ending one that is not there is no error."""
        self._connection.execute(delete(sessions).where(sessions.c.session_hash == self._hash("session", session)))

    def _hash(self, purpose: str, secret: str) -> str:
        return self._vault.fingerprint(purpose, secret.encode())
