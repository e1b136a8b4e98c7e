"""Domain errors, each named for what went wrong; one middleware maps them to answers."""


class DomainError(Exception):
    """Something asked for that the rules do not allow.

    ``code`` is the stable word clients see; ``message`` is for people who read logs.
    """

    code = "refused"

    def __init__(self, message: str = "") -> None:
        super().__init__(message or self.__class__.__doc__ or self.code)


class NotFound(DomainError):
    """There is no such thing."""

    code = "not_found"


class EmptyMessage(DomainError):
    """A message without any text."""

    code = "empty"


class MessageTooLong(DomainError):
    """A message over the length that one turn may have."""

    code = "too_long"


class ClientIdConflict(DomainError):
    """The client id was used before for a different body."""

    code = "conflict"


class BadInput(DomainError):
    """Input in a shape that cannot be read."""

    code = "bad_request"


class AlreadyClaimed(DomainError):
    """Another agent has claimed the conversation."""

    code = "already_claimed"

    def __init__(self, agent_name: str = "") -> None:
        super().__init__(f"already claimed by {agent_name or 'another agent'}")
        self.agent_name = agent_name


class NotYours(DomainError):
    """The agent does not have the floor in this conversation."""

    code = "not_yours"


class BadCredentials(DomainError):
    """E-mail and password do not match an active agent."""

    code = "bad_credentials"


class LoginRequired(DomainError):
    """No valid session."""

    code = "login_required"


class Forbidden(DomainError):
    """The agent's role does not allow this."""

    code = "forbidden"


class RateLimited(DomainError):
    """Too many attempts in a short time."""

    code = "rate_limited"


class NotVerified(DomainError):
    """The visitor has not shown that the order is theirs."""

    code = "not_verified"


class DialogueUnavailable(DomainError):
    """The dialogue engine gave no usable answer: an error, a timeout, or nothing at all."""

    code = "unavailable"
