"""What is wrong with a value, in words: jsonschema finds it, and is imported for nothing else."""

from __future__ import annotations

from functools import cache

from .schema import Violation, accepts, describe, load, one_of, spell


def explain(value, schema: dict, name: str) -> list[Violation]:
    """Everything a value breaks in a schema, in the order the value is written."""
    found = [_plain(error, schema) for error in _leaves(validator(name).iter_errors(_cut(value, schema, name, None)))]
    wrong_type = {violation.path for violation in found if violation.keyword == "type"}
    return [v for v in found if v.keyword == "type" or v.path not in wrong_type]


MAX_WRONG = 150  # values below one key that are explained; jsonschema takes its time over each


def _cut(value, schema, root, wrong):
    """A value without what is wrong after the first MAX_WRONG, cut off at the ends of lists so that indices stay."""
    if "$ref" in schema and schema["$ref"].startswith("#"):
        schema = load(root)["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    if isinstance(value, list):
        items = next((branch["items"] for branch in (schema, *schema.get("anyOf", ())) if "items" in branch), {})
        return [item for _, item in _cut_items(enumerate(value), lambda _: items, root, wrong, stop=True)]
    if not isinstance(value, dict):
        return value
    known, rest = schema.get("properties", {}), schema.get("additionalProperties") or {}
    return dict(_cut_items(value.items(), lambda key: known.get(key, rest), root, wrong))


def _cut_items(pairs, wanted, root, wrong, stop=False):
    for key, item in pairs:
        schema, left = wanted(key), wrong or [-1]  # each top-level key may have its MAX_WRONG, besides itself
        if not accepts(item, schema, root):
            if left[0] >= MAX_WRONG:
                if stop:
                    return
                continue
            left[0] += 1
            item = _cut(item, schema, root, left)
        yield key, item


@cache
def validator(name: str):
    from jsonschema import Draft202012Validator, ValidationError
    from jsonschema.validators import extend

    def enum(validator, allowed, instance, schema):  # theirs compares with each of the 8,000 languages in turn
        if not one_of(instance, schema, name):
            yield ValidationError(f"{instance!r} is not one of them")

    def ref(validator, target, instance, schema):  # theirs goes on with its own enum in a file that names its $schema
        where = load(name)["$defs"][target.removeprefix("#/$defs/")] if target.startswith("#") else load(target)
        yield from validator.descend(instance, {key: where[key] for key in where if key != "$schema"})

    return extend(Draft202012Validator, {"enum": enum, "$ref": ref})(load(name))


def _leaves(errors):
    """The errors a person can act on: of an anyOf, only those of the branch that was meant."""
    for error in sorted(errors, key=lambda error: [str(step) for step in error.absolute_path]):
        if error.validator != "anyOf":
            yield error
            continue
        branches: dict[int, list] = {}
        for inner in error.context:
            branches.setdefault(inner.schema_path[0], []).append(inner)
        meant = [found for found in branches.values() if not any(_is_wrong_kind(e, error) for e in found)]
        if len(meant) == 1 or (meant and isinstance(error.instance, dict)):
            yield from _leaves(meant[0])
        else:
            yield error


def _is_wrong_kind(error, parent) -> bool:
    """Whether an error says only that the branch is for another kind of value."""
    return error.validator == "type" and error.absolute_path == parent.absolute_path


def _plain(error, schema) -> Violation:
    path = tuple(error.absolute_path)
    if error.validator == "required":
        path += (next(key for key in error.validator_value if key not in error.instance and repr(key) in error.message),)
    top = schema.get("properties", {}).get(path[0], {}) if path else {}
    value = None if error.validator == "required" else error.instance
    rule = top.get("x-owner") or (error.schema.get("x-rule") if error.validator != "type" else None)
    say = error.schema.get("x-say") or (error.parent and error.parent.schema.get("x-say")) or top.get("x-say", "another value")
    return Violation(
        path,
        error.validator,
        value,
        error.schema,
        rule,
        error.schema.get("x-hub") or top.get("x-hub"),
        _message(error, path, say),
    )


def _message(error, path, say: str) -> str:
    name = spell(path)
    if error.validator == "required":
        return f"{name} is missing"
    if error.validator == "additionalProperties":
        return f"{name or 'this table'} holds keys that are not known: {', '.join(unknown_keys(error))}"
    return f"{name} is {describe(error.instance)}; it must be {say}"


def unknown_keys(error) -> list[str]:
    """The keys that an additionalProperties: false schema does not name."""
    return [key for key in error.instance if key not in error.schema["properties"]]
