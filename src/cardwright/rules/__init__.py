"""All rules, in the order they are listed in docs/rules.md. A rule is `<family>/<slug>.py`; tests hold this list complete.

Beside each stands when it can have anything to say: a condition of conditions.py, or several with ` | ` between them, of
which one must hold. It is cheap and never narrower than the rule: what it leaves out, the rule would be silent about
(tests/test_screen.py). Rules whose condition does not hold are not even imported.

A rule module has
    level      "error", "warning", "note", or PROFILE: as strict as the profile in force
    needs      what must hold before the rule makes sense, so that one root cause gives one finding:
               FILE always · TEXT the file is text · BLOCK front matter was found · METADATA it is a mapping
    check      check(context) yields (where, message) or (where, message, fix); where is a (start, end) pair of offsets in
               context.card.text, a fix a findings.Fix: findings.replace(where, text) makes one
    fixable    True when some of its findings carry a fix
    docstring  its page: what, why, then a Bad and a Good example
The rule's id is its file name with hyphens, its family the name of its folder.
"""

from __future__ import annotations

from collections import namedtuple
from functools import cache
from importlib import import_module

FILE, TEXT, BLOCK, METADATA = "file", "text", "block", "metadata"
PROFILE = "profile"

RULES = {
    # front-matter: can the Hub see and read the metadata?
    "front_matter/front_matter_missing": "unfound",
    "front_matter/front_matter_empty": "unfound | hollow",
    "front_matter/front_matter_undetected": "unfound",
    "front_matter/front_matter_unterminated": "unfound",
    "front_matter/front_matter_not_mapping": "hollow",
    "front_matter/yaml_syntax": "hollow",
    "front_matter/yaml_excessive": "hollow",
    "front_matter/yaml_tag": "odd-yaml",
    "front_matter/yaml_dialect": "odd-yaml",
    "front_matter/duplicate_key": "odd-yaml",
    "front_matter/key_with_dot_or_dollar": "odd-yaml",
    "front_matter/closing_fence_blank": "odd-closing",
    "front_matter/byte_order_mark": "bom",
    # metadata: does the Hub take the values, and do they do anything?
    "metadata/wrong_type": "violation",
    "metadata/unexpected_type": "violation",
    "metadata/key_missing": "key-missing",
    "metadata/key_misspelt": "key-unknown",
    "metadata/key_unknown": "key-unknown",
    "metadata/nested_key_unknown": "key:co2_eq_emissions | key:widget",
    "metadata/license_unknown": "violation",
    "metadata/license_unnamed": "value:license=other",
    "metadata/license_name_unusual": "key:license_name",
    "metadata/license_link_invalid": "key:license_link",
    "metadata/license_confusable": "value:license=bsl-1.0",
    "metadata/license_vague": "vague-licence",
    "metadata/license_not_allowed": "policy:licenses",
    "metadata/language_unknown": "violation",
    "metadata/language_doubtful": "violation",
    "metadata/library_unknown": "rare-library",
    "metadata/pipeline_tag_unknown": "violation",
    "metadata/base_model_invalid": "violation",
    "metadata/base_model_empty": "bare-base",
    "metadata/base_model_self": "own-base",
    "metadata/relation_unknown": "violation",
    "metadata/relation_missing": "quantized-base",
    "metadata/relation_without_base": "key:base_model_relation",
    "metadata/new_version_invalid": "violation | key:new_version",
    "metadata/dataset_invalid": "violation",
    "metadata/dataset_doubtful": "bare-dataset",
    "metadata/tag_reserved": "colon-tag",
    "metadata/duplicate_item": "repeated",
    "metadata/co2_shape": "violation",
    "metadata/gated_field_invalid": "violation",
    "metadata/gated_key": "key:gated",
    # results: model-index
    "results/model_index_shape": "violation | results",
    "results/model_index_incomplete": "violation | results",
    "results/model_index_empty": "results",
    "results/model_index_several_entries": "results",
    "results/results_merge": "results",
    "results/result_key_unknown": "results",
    "results/metric_not_finite": "results",
    "results/metric_value_text": "results",
    "results/metric_is_size_or_speed": "results",
    "results/metric_verified_by_hand": "results",
    "results/eval_results_key": "key:eval_results",
    # sections: what a card must tell, by profile
    "sections/section_missing": "missing",
    "sections/section_out_of_order": "misplaced",
    "sections/section_wrong_level": "misplaced",
    "sections/section_empty": "empty",
    "sections/heading_skips_level": "skips",
    # placeholders: what nobody filled in
    "placeholders/template_variable": "blank",
    "placeholders/bracket_placeholder": "blank",
    "placeholders/angle_placeholder": "blank",
    "placeholders/filler_text": "blank",
    "placeholders/dummy_value": "blank",
    "placeholders/empty_link": "blank",
    "placeholders/template_comment": "text:<!-- | word:unknown | word:none | word:generator | word:aims | word:pushed",
    # snippets: does the code of the card run?
    "snippets/snippet_syntax_error": "broken-code",
    "snippets/snippet_undefined_name": "open-name",
    "snippets/snippet_removed_call": "removed-call",
    "snippets/snippet_subfolder_in_id": "odd-load",
    "snippets/snippet_local_path": "odd-load",
    "snippets/snippet_other_repository": "repo",
    "snippets/snippet_adapter_without_peft": "adapter-load",
    "snippets/snippet_device_hard_coded": "device",
    "snippets/snippet_chat_return_dict": "chat",
    "snippets/snippet_generation_prompt_missing": "chat",
    "snippets/snippet_command_retired": "command",
    "snippets/snippet_package_misnamed": "package",
    "snippets/citation_broken": "odd-citation",
    # links: do they lead anywhere?
    "links/link_target_missing": "relative-link",
    "links/anchor_missing": "anchor",
    "links/link_malformed": "odd-link",
    "links/link_without_scheme": "odd-link",
    "links/link_local": "odd-link",
    "links/image_not_raw": "blob-image",
    "links/link_wrong_page": "hub-page",
    "links/link_stray_arxiv": "text:1910.09700",
    "links/base_model_not_found": "online",
    "links/dataset_not_found": "online",
    "links/license_link_dead": "online",
    "links/hub_rejects": "online",
    "links/hub_warns": "online",
    "links/hub_unanswered": "online",
    # claims: does the card agree with itself and with the evidence?
    "claims/improvement_wrong": "column:delta",
    "claims/improvement_of_zero": "column:delta",
    "claims/status_contradicts_target": "column:status",
    "claims/status_without_result": "column:status",
    "claims/rate_without_count": "column:rate",
    "claims/percentage_out_of_range": "beyond",
    "claims/result_not_finite": "word:nan | word:inf | word:infinity | text:∞",
    "claims/result_told_twice": "alike",
    "claims/perplexity_not_exp_of_loss": "word:perplexity | word:ppl",
    "claims/result_differs_from_model_index": "untold",
    "claims/result_differs_from_evidence": "evidence",
    "claims/unmeasured_claim": "quantized",
    "claims/size_claim_wrong": "variants",
    "claims/license_contradicts": "told-licence",
    "claims/license_of_another_family": "word:llama | word:gemma",
    "claims/base_model_contradicts": "told-base",
    "claims/language_contradicts": "told-language",
    "claims/parameter_count_contradicts": "told-sizes",
    # text: is every character what its author meant?
    "text/mojibake": "foreign",
    "text/invisible_character": "foreign",
    "text/invisible_in_prose": "foreign",
    "text/bidi_control": "foreign",
    "text/control_character": "control",
    "text/no_break_space_in_code": "foreign",
    "text/homoglyph_in_id": "foreign",
    "text/secret_in_card": "secretive",
    "text/secret_in_config": "beside:config | beside:adapter | beside:generation | beside:train",
    "text/home_path": "home",
    "text/phrase_forbidden": "policy:phrases",
    # files: can the file be read, and do the files around it agree?
    "files/file_unreadable": "unread",
    "files/file_not_utf8": "unread",
    "files/file_binary": "unread",
    "files/file_too_large": "unread",
    "files/file_too_slow": "unread",
    "files/file_empty": "void",
    "files/weights_unreadable": "model",
    "files/weights_incomplete": "model",
    "files/weights_are_pickles": "model",
    "files/parameter_count_differs": "model",
    "files/dtype_differs": "model",
    "files/size_differs": "model",
    "files/quantization_config_differs": "model",
    "files/adapter_base_differs": "model",
    "files/library_differs": "model",
    "files/variant_missing": "model",
    "files/variant_unmentioned": "model",
    "files/variant_differs": "model",
    "files/tree_differs": "model",
    "files/license_file_missing": "model",
    "files/license_file_differs": "beside:licen | beside:copying",
    "files/readme_in_lfs": "beside:.gitattributes",
    "files/eval_results_invalid": "beside:.eval_results",
    "files/suppression_unknown": "text:cardwright:",
    "files/suppression_unused": "afterwards",
    "files/exemption_expired": "afterwards",
}

Rule = namedtuple("Rule", "id family level needs check page fixable")

OWN: dict[str, Rule] = {}  # an organisation's own rules (policy/ownrules.py), silent but under their policy


def ids() -> dict[str, str]:
    """Every rule id and its family, without importing any rule."""
    return {_id(name): _family(name) for name in RULES} | {rule.id: rule.family for rule in OWN.values()}


def families() -> list[str]:
    """The families in the order of the list."""
    return list(dict.fromkeys(map(_family, RULES)))


def _family(name: str) -> str:
    return name.partition("/")[0].replace("_", "-")


def _id(name: str) -> str:
    return name.partition("/")[2].replace("_", "-")


def get(rule_id: str) -> Rule:
    """The rule of an id. Raises KeyError when there is none."""
    return OWN.get(rule_id) or _get(rule_id)


@cache
def _get(rule_id: str) -> Rule:
    name = {_id(name): name for name in RULES}[rule_id]
    module = import_module(f"{__name__}.{name.replace('/', '.')}")
    return Rule(
        rule_id, _family(name), module.level, module.needs, module.check, module.__doc__, getattr(module, "fixable", False)
    )


def chosen(select=(), ignore=()) -> dict[str, list[str]]:
    """Condition -> ids of the rules that `select` and `ignore` (ids or families) leave; all without a selection."""
    groups: dict[str, list[str]] = {}
    rows = [(_id(name), _family(name), when) for name, when in RULES.items()]
    for rule_id, family, when in rows + [(rule.id, rule.family, "policy:rules") for rule in OWN.values()]:
        if (not select or rule_id in select or family in select) and rule_id not in ignore and family not in ignore:
            groups.setdefault(when, []).append(rule_id)
    return groups
