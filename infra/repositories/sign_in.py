"""Sign-in of the person on this machine: a token good for one use, and the session it is exchanged for."""

from infra.repositories.owner import Owner

SESSION_COOKIE = "her2guide_session"


class SignIn:
    """Tokens and sessions of one database, inside one transaction. Only keyed hashes are stored."""

    def issue_token(self) -> str:
        """A new token for the address that `serve` prints; good for one exchange. Tokens not used before are void."""
        raise NotImplementedError

    def exchange(self, token: str) -> str:
        """A session, for the cookie, against a token. Raises SignInNeeded when it is unknown or was used before."""
        raise NotImplementedError

    def owner_of(self, session: str) -> Owner:
        """Whose a session is; it survives a restart of the server. Raises SignInNeeded when unknown or over."""
        raise NotImplementedError

    def sign_out(self, session: str) -> None:
        """Ends a session; ending one that is not there is no error."""
        raise NotImplementedError
