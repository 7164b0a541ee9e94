"""Options of the suite, and how hypothesis looks for examples."""

import os

from hypothesis import settings

# The same examples on every CI run: a new one should be found at somebody's desk, not in another's pull request.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("desk", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "desk")


def pytest_addoption(parser):
    parser.addoption(
        "--update", action="store_true", help="rewrite the expected answers in tests/cases; read the diff before you commit it"
    )
