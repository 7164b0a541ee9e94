"""A snippet hands the result of apply_chat_template to generate without saying what it is.

Without `return_dict` transformers 4 returns a tensor and transformers 5 a dictionary. So `generate(**inputs)` is a TypeError
for readers with the one, `generate(inputs)` fails for those with the other. `return_dict=True` and `generate(**inputs)` work
with both.

Bad:

    ```python
    from transformers import AutoModelForCausalLM, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained("ada/tiny")
    model = AutoModelForCausalLM.from_pretrained("ada/tiny")
    inputs = tokenizer.apply_chat_template([], add_generation_prompt=True, return_tensors="pt")
    model.generate(**inputs)
    ```

Good:

    ```python
    from transformers import AutoModelForCausalLM, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained("ada/tiny")
    model = AutoModelForCausalLM.from_pretrained("ada/tiny")
    inputs = tokenizer.apply_chat_template([], add_generation_prompt=True, return_dict=True, return_tensors="pt")
    model.generate(**inputs)
    ```
"""

from ...snippets import calls, chat
from .. import TEXT

level = "warning"
needs = TEXT


def check(context):
    book = context.notebook
    for made in chat.templates(book):
        if not made.tokenized or not made.name or made.dictionary is True:
            continue
        for call in chat.generates(book):
            how = chat.passed(call, made.name) if len(book.assigned[made.name]) == 1 else None
            if how and not (how[0] == "" and made.dictionary is False):
                shown = f"generate({how[0]}{made.name})"
                fails = "transformers 4, where it is a tensor" if how[0] else "transformers 5, where it is a dictionary"
                message = (
                    f"`{shown}` fails with {fails}; write `return_dict=True` in apply_chat_template and `generate(**{made.name})`"
                )
                yield calls.span(made.call.cell, made.call.node.func), message
                break
