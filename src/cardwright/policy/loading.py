"""From a path, or a table of a configuration, to a policy that is in force."""

from __future__ import annotations

import os

from .. import config
from ..errors import UsageError
from . import Policy, ownrules, reading
from .merging import held, merged

__all__ = ["load", "merged"]


def load(named, where: str, within: str | None = None, code: bool = False) -> tuple[dict, Policy]:
    """A policy as a table and as a Policy: `named` is its path or its table, as the configuration `where` has it ("" for none).

    `code` is the consent to run the module of its own rules. Raises UsageError for a policy that is missing, outside `within`,
    not valid, or has such a module without the consent.
    """
    inline = isinstance(named, dict)
    path = where if inline else os.path.normpath(os.path.join(os.path.dirname(where), named))
    table = reading.valid(named if inline else config.read(path, within), f"{path}: policy" if inline else path)
    text, module, own = _own(table, path, within, code)
    digest = reading.digest(table, text)
    if own:
        ownrules.enlist(digest, own)
    policy = Policy(
        path=path,
        licenses=reading.licenses(table, path),
        phrases=reading.phrases(table, path),
        held=held(table, own, path),
        exemptions=reading.exemptions(table, path),
        today=reading.today(),
        code=text,
        module=module,
        base=os.path.abspath(os.path.dirname(where) or "."),
        digest=digest,
    )
    return table, policy


def _own(table: dict, path: str, within: str | None, code: bool):
    """(text, path, rules) of the module of own rules; (None, None, ()) where the policy has none."""
    if "rules" not in table:
        return None, None, ()
    module = os.path.join(os.path.dirname(path), table["rules"])
    if not code:
        raise UsageError(
            f"{path}: its rules ({table['rules']}) are Python code, which runs only when the command line says so",
            f"if you trust it: --policy {path} --allow-policy-code",
        )
    text = config.text(module, within)
    return text, module, ownrules.read(text, module)
