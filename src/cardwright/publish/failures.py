"""What the client and what it stands on raise, as one line each with a way out; their own messages hold addresses."""

from __future__ import annotations

from contextlib import contextmanager

from ..errors import CardwrightError, UsageError
from ..hub.patience import status

_AGAIN = "run the same command again: what was uploaded is not uploaded twice"


@contextmanager
def in_words(repo: str):
    """Raise CardwrightError or UsageError for what the client raises in the block."""
    try:
        from huggingface_hub import errors as theirs
        from huggingface_hub.utils import httpx
    except ImportError as error:
        raise CardwrightError(
            f"the Hub's client is not installed ({error})", 'python -m pip install "huggingface_hub>=1.30"'
        ) from None
    try:
        yield
    except (CardwrightError, KeyboardInterrupt):
        raise
    except theirs.HfHubHTTPError as error:
        raise _refused(repo, error) from error
    except (httpx.TransportError, ConnectionError, TimeoutError, theirs.LocalEntryNotFoundError) as error:
        raise CardwrightError(
            f"{repo}: the connection to the Hub broke ({type(error).__name__})",
            f"{_AGAIN}; if it fails each time, the token may not write",
        ) from error
    except ValueError as error:
        raise _value(repo, error) from error
    except RuntimeError as error:
        cause = error.__cause__
        if isinstance(cause, theirs.HfHubHTTPError):
            raise _refused(repo, cause) from error
        raise CardwrightError(f"an upload to {repo} failed", _AGAIN) from error


# Errors that the client tells apart by X-Error-Code.
_NAMED = {
    "GatedRepoError": ("is gated", "ask for access on its page, with the account of the token"),
    "RevisionNotFoundError": ("has no such revision", "a branch must be there, or be made from `main`"),
    "RepositoryNotFoundError": (
        "is not there, or this token may not see it",
        "check its name, and that the token is of its owner",
    ),
}
_REFUSALS = {
    400: ("the Hub refused the commit as malformed", "an object may be missing: run the same command again"),
    401: ("the Hub knows no such token", "set HF_TOKEN to one that is valid, or set up a Trusted Publisher (HF_OIDC_RESOURCE)"),
    402: ("the account has no room or no plan for this", "free some room, or change the plan"),
    403: ("the token may not write there", "use a token with write access to the repository, and run again"),
    409: ("something of that name is there already", "choose another name"),
    412: (
        "somebody else has published since: the branch has moved",
        "run the same command again, and look at the new plan first (--dry-run)",
    ),
    413: ("the Hub takes no request that large", "publish fewer or smaller files at a time"),
    429: ("the Hub has had too many requests", "wait a few minutes and run the same command again"),
}


def _refused(repo: str, error) -> CardwrightError:
    if type(error).__name__ in _NAMED:
        what, way = _NAMED[type(error).__name__]
        return CardwrightError(f"{repo} {what}", way)
    code = status(error)
    if str(getattr(getattr(error, "response", None), "url", "")).endswith("/oauth/token"):
        return CardwrightError(
            f"{repo}: the Hub does not trust this workflow's identity ({code})",
            "its Trusted Publisher must name repository, branch and workflow exactly; and is the clock right here?",
        )
    if code == 403 and error.response.request.method == "PUT":  # to an address that the Hub gave out, and signed for a while
        return CardwrightError(f"{repo}: an address to upload to has expired ({code})", _AGAIN)
    what, way = _REFUSALS.get(code, (f"the Hub failed ({code})", _AGAIN))
    return CardwrightError(f"{repo}: {what} ({code})", way)


def _value(repo: str, error: Exception) -> CardwrightError:
    """The client raises ValueError for a quota, a card that the Hub's validator refuses, and an answer that is no JSON."""
    import json

    text = str(error)
    if isinstance(error, json.JSONDecodeError):
        return CardwrightError("the Hub answered with something that is no JSON", "run the same command again")
    if "quota" in text.lower() or "storage" in text.lower():
        return CardwrightError(f"{repo}: the account has no room left", "free some room, or change the plan")
    if "metadata" in text.lower() or "yaml" in text.lower():
        return card_refused(text)
    return UsageError(f"{repo}: {' '.join(text.split())[:200]}", "")


def card_refused(text: str) -> CardwrightError:
    return CardwrightError(
        f"the Hub's validator refuses the card: {' '.join(text.split())[:200]}", "`cardwright check --online` says more"
    )
