"""A link to the paper about carbon emissions tags the model with that paper.

The Hub gives a model the tag `arxiv:ID` for every paper its card links to, and lists the model on the page of that paper.
The model card template comes with a link to Lacoste et al. (2019), the paper about the carbon calculator: thousands of models
carry `arxiv:1910.09700` and have nothing to do with it. Name the calculator or the authors without the link.

Fix (not safe: an author may want the tag): the link's text without the link.

Bad:

    Estimated with the calculator of [Lacoste et al. (2019)](https://arxiv.org/abs/1910.09700).

Good:

    Estimated with the [calculator](https://mlco2.github.io/impact#compute) of Lacoste et al. (2019).
"""

from ... import findings
from ...linking import links
from .. import TEXT

level = "note"
needs = TEXT
fixable = True
_PAPER = "1910.09700"
_SITES = ("arxiv.org/", "huggingface.co/papers/", "hf.co/papers/")


def check(context):
    for link in context.links:
        if _PAPER in link.target and any(site in link.target.lower() for site in _SITES):
            message = f"this link tags the model with `arxiv:{_PAPER}`, the template's paper about carbon emissions"
            where = link.start, link.end
            plain = link.kind == links.LINK and link.label
            fix = (findings.replace(where, link.label, safe=False),) if plain else ()
            yield (where, f"{message}; name it without the link, unless the model is about it", *fix)
            return  # one link or ten: the tag is the same
