"""A snippet lets the model generate from a chat without the generation prompt.

Without `add_generation_prompt=True` the text ends after the user's turn, and many models go on with it, or open a turn
themselves, instead of answering.

Bad:

    ```python
    from transformers import AutoModelForCausalLM, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained("ada/tiny")
    model = AutoModelForCausalLM.from_pretrained("ada/tiny")
    inputs = tokenizer.apply_chat_template([], return_dict=True, return_tensors="pt")
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

level = "note"
needs = TEXT


def check(context):
    book = context.notebook
    if not chat.generates(book) or "Trainer(" in book.text:
        return
    for made in chat.templates(book):
        if not made.prompt:
            message = "the chat ends without a generation prompt; add `add_generation_prompt=True`, so that the model answers"
            yield calls.span(made.call.cell, made.call.node.func), message
