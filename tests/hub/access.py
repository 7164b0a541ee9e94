"""Who may do what: tokens, private and gated repositories, trusted publishers (RFC 8693)."""

import base64
import json
import secrets
import time
from urllib.parse import parse_qs

from .messages import Answer, Refusal

GRANT = "urn:ietf:params:oauth:grant-type:token-exchange"
ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token"
LEEWAY = 60


class Token:
    """A token: whose it is, `role` (read or write), the one repository it is bound to, and when it ends."""

    def __init__(self, user: str, role: str = "write", orgs=(), repo: str | None = None, ends: float | None = None):
        self.user, self.role, self.orgs, self.repo, self.ends = user, role, tuple(orgs), repo, ends

    def owns(self, namespace: str) -> bool:
        """Whether the namespace is the user's or one of an organisation of theirs."""
        return namespace.lower() in {name.lower() for name in (self.user, *self.orgs)}


def token_of(hub, request) -> Token | None:
    """The token of a request, None for nobody; an unknown or ended one is refused everywhere."""
    if request.bearer is None:
        return None
    token = hub.tokens.get(request.bearer)
    if token is None or (token.ends is not None and token.ends < hub.now()):
        raise Refusal(401, "Invalid credentials in Authorization header")
    return token


def require(hub, request) -> Token:
    """The token of a request that needs one."""
    token = token_of(hub, request)
    if token is None:
        raise Refusal(401, "Invalid username or password.")
    return token


def reach(hub, request, kind: str, name: str):
    """The repository, where the asker may know of it; a private one does not exist for others."""
    token, repo = token_of(hub, request), hub.repos.get((kind, name.lower()))
    if repo is None or (repo.private and not _reads(token, repo)):
        raise Refusal(404 if token else 401, "Repository not found", "RepoNotFound")
    return repo


def read(hub, request, repo) -> None:
    """Refuses files of a gated repository to those who are not let in."""
    token = token_of(hub, request)
    if repo.gated and not _reads(token, repo):
        message = f"Access to {repo.kind} {repo.id} is restricted and you are not in the authorized list."
        raise Refusal(403 if token else 401, message, "GatedRepo")


def _reads(token: Token | None, repo) -> bool:
    if token is None or (token.repo and token.repo != (repo.kind, repo.id.lower())):
        return False
    return token.owns(repo.id.split("/")[0]) or token.user in repo.allowed


def write(hub, request, repo, pull: bool = False) -> Token:
    """The token of who may write to a repository, or open a pull request on it."""
    token = require(hub, request)
    bound = token.repo is None or token.repo == (repo.kind, repo.id.lower())
    if token.role != "write" or not bound or not (pull or token.owns(repo.id.split("/")[0])):
        raise Refusal(403, "Forbidden: you must have write access to this repository to do that")
    return token


def id_token(claims: dict) -> str:
    """A JSON Web Token as a CI service would sign it; the signature is not checked here."""
    parts = ({"alg": "RS256", "typ": "JWT"}, claims)
    return ".".join([base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts] + ["c2lnbmVk"])


def _claims(token: str) -> dict:
    try:
        middle = token.split(".")[1]
        return json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
    except (IndexError, ValueError):
        raise _denied("invalid_grant", "Malformed id token", 400) from None


class Denied(Refusal):
    """A refusal as RFC 6749 words it."""

    def answer(self) -> Answer:
        """The error in JSON."""
        return Answer.json({"error": self.code, "error_description": self.message}, self.status)


def _denied(code: str, message: str, status: int = 401) -> Denied:
    return Denied(status, message, code)


def exchange(hub, request) -> Answer:
    """POST /oauth/token: an id token of a trusted publisher for a token of one hour, bound to one repository."""
    kind_of_body = request.headers.get("Content-Type", "")
    raw = request.body.bytes()
    asked = json.loads(raw) if "json" in kind_of_body else {name: values[-1] for name, values in parse_qs(raw.decode()).items()}
    if asked.get("grant_type") != GRANT:
        raise _denied("unsupported_grant_type", "Unsupported grant type", 400)
    if asked.get("subject_token_type") != ID_TOKEN or not asked.get("subject_token") or not asked.get("resource"):
        raise _denied("invalid_request", "subject_token, subject_token_type and resource are required", 400)
    claims = _claims(asked["subject_token"])
    _check_times(hub, claims)
    audience = claims.get("aud")
    if hub.url not in ([audience] if isinstance(audience, str) else audience or []):
        raise _denied("invalid_grant", "The audience of the id token is not this Hub")
    return _hand_out(hub, _trusted(hub, asked["resource"], claims))


def _check_times(hub, claims: dict) -> None:
    if claims.get("iat", 0) > hub.now() + LEEWAY or claims.get("nbf", 0) > hub.now() + LEEWAY:
        raise _denied("invalid_grant", "The id token is not valid yet")
    if claims.get("exp", 0) < hub.now() - LEEWAY:
        raise _denied("invalid_grant", "The id token has expired")


def _trusted(hub, resource: str, claims: dict):
    head, _, rest = resource.partition("/")
    kind, name = (head, rest) if head in ("datasets", "spaces") else ("models", resource)
    repo = hub.repos.get((kind, name.lower()))
    for publisher in repo.publishers if repo else ():
        if all(claims.get(claim) == value for claim, value in publisher.items()):
            return repo
    raise _denied("invalid_target", f"No trusted publisher of {resource} matches the id token", 403)


def _hand_out(hub, repo) -> Answer:
    name = "hf_jwt_" + secrets.token_hex(16)
    hub.tokens[name] = Token(repo.id.split("/")[0], "write", repo=(repo.kind, repo.id.lower()), ends=hub.now() + 3600)
    return Answer.json({"access_token": name, "token_type": "bearer", "expires_in": 3600, "scope": "write-repos",
                        "issued_token_type": "urn:ietf:params:oauth:token-type:access_token"})  # fmt: skip


def mint(hub, request) -> Answer:
    """GET /ci/id-token: what a GitHub runner asks for its id token."""
    if request.bearer != hub.ci_secret:
        raise Refusal(401, "The request token is wrong")
    now = int(time.time())
    claims = {"iss": "https://token.actions.githubusercontent.com", "iat": now, "nbf": now, "exp": now + 300, **hub.ci_claims}
    return Answer.json({"value": id_token({"aud": request.query.get("audience"), **claims})})
