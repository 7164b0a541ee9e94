"""Rules of Otter Works' own: run only with --policy policy.toml --allow-policy-code."""

from cardwright.findings import replace


class contact_missing:
    """The card names no address of ours.

    Somebody will have a question, and must find whom to ask.

    Bad:

        Ask us.

    Good:

        Ask models@otter-works.example.
    """

    family = "sections"
    level = "error"
    needs = "text"

    def check(context):
        if "@otter-works.example" not in context.lower:
            yield context.card.body_first_line, "the card names no address of ours; write one such as models@otter-works.example"


class old_name:
    """The card calls us by the name that we had until 2024.

    Bad:

        Made by Otter Labs.

    Good:

        Made by Otter Works.
    """

    family = "text"
    level = "warning"
    needs = "text"
    fixable = True

    def check(context):
        text = context.card.text
        start = text.find("Otter Labs")
        while start >= 0:
            where = start, start + len("Otter Labs")
            yield where, "we are Otter Works", replace(where, "Otter Works")
            start = text.find("Otter Labs", where[1])


RULES = [contact_missing, old_name]
