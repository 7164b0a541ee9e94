"""All rules, in the order they are listed in docs/rules.md. A rule is `<family>/<slug>.py`; tests hold this list complete.

A rule module has
    level      "error", "warning", "note", or PROFILE: as strict as the profile in force
    needs      what must hold before the rule makes sense, so that one root cause gives one finding:
               FILE always · TEXT the file is text · BLOCK front matter was found · METADATA it is a mapping
    check      check(context) yields (where, message); where is a (start, end) pair of offsets in context.card.text
    docstring  its page: what, why, then a Bad and a Good example
The rule's id is its file name with hyphens, its family the name of its folder.
"""

from __future__ import annotations

from collections import namedtuple
from functools import cache
from importlib import import_module

FILE, TEXT, BLOCK, METADATA = "file", "text", "block", "metadata"
PROFILE = "profile"

RULES = (
    # front-matter: can the Hub see and read the metadata?
    "front_matter/front_matter_missing",
    "front_matter/front_matter_empty",
    "front_matter/front_matter_undetected",
    "front_matter/front_matter_unterminated",
    "front_matter/front_matter_not_mapping",
    "front_matter/yaml_syntax",
    "front_matter/yaml_excessive",
    "front_matter/yaml_tag",
    "front_matter/yaml_dialect",
    "front_matter/duplicate_key",
    "front_matter/key_with_dot_or_dollar",
    "front_matter/closing_fence_blank",
    "front_matter/byte_order_mark",
    # metadata: does the Hub take the values, and do they do anything?
    "metadata/wrong_type",
    "metadata/unexpected_type",
    "metadata/key_missing",
    "metadata/key_misspelt",
    "metadata/key_unknown",
    "metadata/nested_key_unknown",
    "metadata/license_unknown",
    "metadata/license_unnamed",
    "metadata/license_name_unusual",
    "metadata/license_link_invalid",
    "metadata/license_confusable",
    "metadata/license_vague",
    "metadata/language_unknown",
    "metadata/language_doubtful",
    "metadata/library_unknown",
    "metadata/pipeline_tag_unknown",
    "metadata/base_model_invalid",
    "metadata/base_model_empty",
    "metadata/base_model_self",
    "metadata/relation_unknown",
    "metadata/relation_missing",
    "metadata/relation_without_base",
    "metadata/new_version_invalid",
    "metadata/dataset_invalid",
    "metadata/dataset_doubtful",
    "metadata/tag_reserved",
    "metadata/duplicate_item",
    "metadata/co2_shape",
    "metadata/gated_field_invalid",
    "metadata/gated_key",
    # results: model-index
    "results/model_index_shape",
    "results/model_index_incomplete",
    "results/model_index_empty",
    "results/model_index_several_entries",
    "results/results_merge",
    "results/result_key_unknown",
    "results/metric_not_finite",
    "results/metric_value_text",
    "results/metric_is_size_or_speed",
    "results/metric_verified_by_hand",
    "results/eval_results_key",
    # sections: what a card must tell, by profile
    "sections/section_missing",
    "sections/section_out_of_order",
    "sections/section_wrong_level",
    "sections/section_empty",
    "sections/heading_skips_level",
    # placeholders: what nobody filled in
    "placeholders/template_variable",
    "placeholders/bracket_placeholder",
    "placeholders/angle_placeholder",
    "placeholders/filler_text",
    "placeholders/dummy_value",
    "placeholders/empty_link",
    "placeholders/template_comment",
    # files: can the file be read at all?
    "files/file_unreadable",
    "files/file_not_utf8",
    "files/file_binary",
    "files/file_too_large",
    "files/file_empty",
)

Rule = namedtuple("Rule", "id family level needs check page fixable")


def ids() -> dict[str, str]:
    """Every rule id and its family, without importing any rule."""
    return {_id(name): _family(name) for name in RULES}


def families() -> list[str]:
    """The families in the order of the list."""
    return list(dict.fromkeys(map(_family, RULES)))


def _family(name: str) -> str:
    return name.partition("/")[0].replace("_", "-")


def _id(name: str) -> str:
    return name.partition("/")[2].replace("_", "-")


@cache
def get(rule_id: str) -> Rule:
    """The rule of an id. Raises KeyError when there is none."""
    name = {_id(name): name for name in RULES}[rule_id]
    module = import_module(f"{__name__}.{name.replace('/', '.')}")
    return Rule(
        rule_id, _family(name), module.level, module.needs, module.check, module.__doc__, getattr(module, "fixable", False)
    )


def chosen(select=(), ignore=()) -> tuple[Rule, ...]:
    """The rules that `select` and `ignore` (ids or families) leave; all without a selection."""
    return tuple(
        get(rule_id)
        for rule_id, family in ids().items()
        if (not select or {rule_id, family} & set(select)) and not {rule_id, family} & set(ignore)
    )
