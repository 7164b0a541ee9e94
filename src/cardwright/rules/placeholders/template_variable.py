"""A template variable was left unrendered.

A generator copies its template and replaces what stands in `{{ }}`, `{% %}`, `${ }` or `{NAME}`. Where it stopped early, or
the template itself was uploaded, readers and the Hub see the variable: in the metadata it breaks the YAML or becomes a
licence, a language or a base model that does not exist.

Left alone: BibTeX's `{{BERT}}`, Go templates such as `{{ .System }}`, the slots of a prompt (`{question}`), f-strings, shell
variables and LaTeX, and any template shown as code, unless the same name also stands unrendered outside it.

Bad:

    # {{ model_name }}

    Fine-tuned from ${base_model}.

Good:

    # Ada 7B

    ```python
    prompt = f"Answer this: {question}"
    ```
"""

from ...placeholders import VARIABLE, shown
from .. import TEXT

level = "error"
needs = TEXT


def check(context):
    for blank in context.placeholders:
        if blank.kind == VARIABLE:
            yield (
                (blank.start, blank.end),
                f"{shown(blank)} is a template variable that nothing replaced; render the template again, or write the value",
            )
