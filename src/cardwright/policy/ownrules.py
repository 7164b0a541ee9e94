"""An organisation's own rules: a Python module beside its policy, run only when the command line says so.

    RULES    a list of classes (or modules, or any objects) with what a module of cardwright's own rules has: level, needs,
             check, a docstring, maybe family, fixable and id. The id is the name with hyphens where none is given.
What goes wrong in such a rule is an error of its own on the card, so that no card passes because a rule broke.
"""

from __future__ import annotations

import os
import re

from .. import rules
from ..errors import UsageError
from ..findings import LEVELS, Fix

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+")
_NEEDS = (rules.FILE, rules.TEXT, rules.BLOCK, rules.METADATA)

_loaded: dict[str, dict] = {}  # digest of a policy -> id -> the check of its rule


class Failed(str):
    """A message that says that a rule itself went wrong; it is an error, whatever the rule's level."""


def read(code: str, path: str) -> tuple[rules.Rule, ...]:
    """The rules of a module's text. Raises UsageError where it does not run, or holds something else than rules."""
    module = _run(code, path)
    listed = getattr(module, "RULES", None)
    if not isinstance(listed, (list, tuple)) or not listed:
        raise UsageError(f"{path}: it has no list `RULES` of rules", "the page on policies shows such a module")
    found: dict[str, rules.Rule] = {}
    for number, one in enumerate(listed):
        rule = _rule(one, f"{path}: RULES[{number}]")
        if rule.id in found:
            raise UsageError(f"{path}: two rules are called `{rule.id}`")
        found[rule.id] = rule
    return tuple(found.values())


def _run(code: str, path: str):
    import sys
    from types import ModuleType

    module = ModuleType("cardwright_own_rules")
    module.__file__ = path
    sys.modules[module.__name__] = module  # where pickle and dataclasses look
    try:
        exec(compile(code, path, "exec"), module.__dict__)
    except SyntaxError as error:
        raise UsageError(f"{path}:{error.lineno}: not valid Python: {error.msg}") from None
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # it may even try to leave the program
        raise UsageError(f"{_place(error, path)}: it cannot be loaded: {_said(error)}") from None
    return module


def _said(error) -> str:
    text = " ".join(str(error).split())[:200]
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _place(error, path: str) -> str:
    """`house_rules.py:12`: the last line of the module that an exception came through."""
    step, line = error.__traceback__, 0
    while step:
        line = step.tb_lineno if step.tb_frame.f_code.co_filename == path else line
        step = step.tb_next
    return f"{path}:{line}" if line else path


def _rule(one, where: str) -> rules.Rule:
    """A rules.Rule of what stands in RULES; what is wrong with it is said with its name."""
    name = getattr(one, "id", None) or getattr(one, "__name__", "").rpartition(".")[2].replace("_", "-").lower()
    if not isinstance(name, str) or not _ID.fullmatch(name):
        raise UsageError(f"{where}: `{name}` is no id; write words with hyphens, such as contact-missing")
    where = f"{where} ({name})"
    if name in rules.ids().keys() - rules.OWN.keys() or name in rules.families():
        raise UsageError(f"{where}: cardwright has a rule of this name; choose another")
    page, check = getattr(one, "__doc__", None), getattr(one, "check", None)
    if not isinstance(page, str) or not page.strip():
        raise UsageError(f"{where}: it has no docstring; say there what is wrong and what to do")
    if not callable(check):
        raise UsageError(f"{where}: it has no function `check`")
    family = _one_of(one, "family", rules.families(), where)
    level = _one_of(one, "level", (*LEVELS, rules.PROFILE), where)
    return rules.Rule(
        name, family, level, _one_of(one, "needs", _NEEDS, where), check, page, bool(getattr(one, "fixable", False))
    )


def _one_of(one, name: str, allowed, where: str):
    value = getattr(one, name, None)
    if value not in allowed:
        raise UsageError(f"{where}: `{name}` is {value!r}; write one of {', '.join(allowed)}")
    return value


def enlist(digest: str, own) -> None:
    """Make own rules known to this process; they speak only under the policy they are of."""
    _loaded[digest] = {rule.id: rule.check for rule in own}
    for rule in own:
        rules.OWN[rule.id] = rule._replace(check=_speaker(rule.id))


def _speaker(rule_id: str):
    def check(context):
        policy = context.settings.policy
        own = _loaded.get(policy.digest, {}).get(rule_id) if policy else None
        return _guarded(own, context) if own else ()

    return check


def _guarded(check, context):
    """What an own rule says, as long as it makes sense."""
    size = len(context.card.text) if context.card else 0
    try:
        for said in check(context):
            where, message, *fix = said
            yield _place_of(where, size), _text(message), *_fixes(fix, size)
    except (KeyboardInterrupt, GeneratorExit):
        raise
    except BaseException as error:  # it may even try to leave the program
        name = os.path.basename(context.settings.policy.module)
        line = _place(error, context.settings.policy.module).rpartition(":")[2]
        at = f"{name}, line {line}" if line.isdigit() else name
        yield (0, 0), Failed(f"the policy's rule failed on this card: {_said(error)} ({at}); tell whoever keeps the policy")


def _place_of(where, size: int) -> tuple[int, int]:
    start, end = where
    if type(start) is not int or type(end) is not int or not 0 <= start <= end <= size:
        raise ValueError(f"{where!r} is no place in the card; yield a (start, end) pair of offsets in context.card.text")
    return start, end


def _text(message) -> str:
    if not isinstance(message, str) or not message.strip():
        raise ValueError(f"{message!r} is no message; yield a text")
    return message


def _fixes(fix, size: int) -> tuple:
    if fix in ([], [None]):
        return ()
    if len(fix) > 1 or not isinstance(fix[0], Fix):
        raise ValueError("a third value that is no Fix; findings.replace(where, text) makes one")
    for start, end, text in fix[0].edits:
        _place_of((start, end), size)
        if not isinstance(text, str):
            raise ValueError(f"{text!r} in a Fix is no text")
    return (fix[0],)
