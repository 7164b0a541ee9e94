"""What holds where a policy and a project's configuration both speak: the project may add to the policy, and not weaken it.

    profile, sections            the policy's; a project's own sections follow those of the policy, where it lists some
    required-keys, extra-keys    of both
    fail-on                      the stricter; "error" where the policy says nothing
    ignore                       of both, without the rules that the policy holds; select takes those in
What the command line says is said by whoever runs it, and comes after both (cli.py).
"""

from __future__ import annotations

from ..errors import UsageError
from ..findings import LEVELS
from .reading import of

# A card that cannot be read keeps to nothing, and metadata that cannot be read has neither licence nor keys.
_READ = frozenset(("file-unreadable", "file-not-utf8", "file-binary", "file-too-large", "file-too-slow", "file-empty"))
_FRONT = frozenset(
    "front-matter-missing front-matter-empty front-matter-undetected front-matter-unterminated front-matter-not-mapping"
    " yaml-syntax yaml-excessive".split()
)
# key of the policy -> the rules that are its own matter
_HELD = {
    "licenses": _FRONT | {"license-not-allowed", "license-unknown"},
    "phrases": {"phrase-forbidden"},
    "profile": _FRONT | {"section-missing", "key-missing"},
    "sections": {"section-missing"},
    "required-keys": _FRONT | {"key-missing"},
    "exemption": {"exemption-expired"},
}


def held(table: dict, own, path: str) -> frozenset[str]:
    """The rules that no project, comment or baseline may leave out: what the policy asks for, its own rules, and `hold`."""
    from .. import config

    config.check_rules((*table.get("hold", ()), *table.get("ignore", ())), path)
    given = (ids for key, ids in _HELD.items() if key in table)
    found = _READ.union(*given, (rule.id for rule in own), of(table.get("hold", ())))
    for name in table.get("ignore", ()):
        if both := found & of([name]):
            raise UsageError(f"{path}: it ignores `{name}` and asks for `{min(both)}`; leave one of the two out")
    return found


def merged(project, table: dict, policy):
    """The project's Settings with the policy's in force."""
    return project._replace(
        policy=policy,
        profile=table.get("profile", project.profile),
        sections=_sections(project, table),
        required_keys=_required(project, table),
        extra_keys=_joined(table.get("extra-keys", ()), project.extra_keys),
        fail_on=_stricter(table.get("fail-on", "error"), project.fail_on),
        select=_joined(project.select, sorted(policy.held)) if project.select else (),
        ignore=_joined(table.get("ignore", ()), _without(project.ignore, policy.held)),
    )


def _joined(*lists) -> tuple:
    return tuple(dict.fromkeys(item for each in lists for item in each))


def _sections(project, table: dict):
    if "sections" in table:
        return (*table["sections"], *(project.sections or ()))
    return None if "profile" in table else project.sections  # the project's would take the place of the profile's


def _required(project, table: dict):
    if "required-keys" not in table and "profile" not in table:
        return project.required_keys
    from ..sections import PROFILES

    asked = table["required-keys"] if "required-keys" in table else PROFILES[table["profile"]].required_keys
    if project.required_keys is not None:
        return _joined(asked, project.required_keys)
    return _joined(asked, () if "profile" in table else PROFILES[project.profile].required_keys)


def _stricter(one: str, other: str) -> str:
    order = (*reversed(LEVELS), "never")  # the lower the level that fails, the stricter
    return min(one, other, key=order.index)


def _without(names, kept) -> tuple:
    """Ignored rules and families without the rules that are held; a family that holds one is spelt out."""
    found: list = []
    for name in names:
        ids = of([name])
        found += sorted(ids - kept) if ids & kept else [name]
    return tuple(found)
