"""The pages of the Hub that an address can name."""

from __future__ import annotations

from ..lazy import Lazy

PAGE = Lazy(
    r"https?://(?:www\.)?(?:huggingface\.co|hf\.co)/(?P<kind>(?:datasets|spaces)/)?(?P<owner>[\w.-]{1,96})/(?P<name>[\w.-]{1,96})"
    r"/(?P<rest>[\w.-][\w./-]{0,300})(?=[?#]|\Z)",
    2,  # re.IGNORECASE
)
# What the first part of an address means when it is no owner of a repository.
_SITE = frozenset(
    """
    api blog collections chat course docs enterprise front hub inference inference-endpoints join landing learn login metrics
    models new organizations papers posts pricing settings spaces storage support tasks transformers datasets autotrain
    buckets kernels jobs playground search shop avatars welcome languages brand changelog oauth subscribe events
    tensorboard deep-rl-course audio-course nlp-course diffusion-course agents-course mcp-course computer-vision-course
    """.split()
)
# What may follow a repository's id.
_PAGES = frozenset(
    """
    tree blob resolve raw blame commits commit discussions community settings edit upload delete new viewer embed colab
    kaggle logs tensorboard compare duplicate refs history security data-studio sql viewer-embed branches tags tag releases
    sponsors app static likes training-metrics metrics resolve-cache convert-to-parquet croissant jupyter notebook stats analytics
    """.split()
)


def is_page(match) -> bool:
    """Whether a match of PAGE can be a page: of the site, or of a repository."""
    if match.group("kind") == "spaces/" or (not match.group("kind") and match.group("owner").lower() in _SITE):
        return True
    return match.group("rest").partition("/")[0].lower() in _PAGES
