"""The front matter is nested too deep or expands too far to be metadata.

More than 100 levels, or more than 200,000 values once aliases are followed (a "billion laughs" bomb), is no card. It is
not read further, so that no file can make a check endless, and programs that do read it may crash.

Bad:

    ---
    a: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
    ---

Good:

    ---
    a: [[1, 2], [3, 4]]
    ---
"""

from .. import BLOCK

level = "error"
needs = BLOCK


def check(context):
    problem = context.card.tree.problem
    if problem and problem.kind != "syntax":
        yield context.card.opening_fence, f"the front matter was not read: {problem.message}"
