"""Options of the suite, how hypothesis looks for examples, and the made-up audits that several files look at."""

import os

import pytest
from hypothesis import settings

# The same examples on every CI run: a new one should be found at somebody's desk, not in another's pull request.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("desk", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "desk")


def pytest_addoption(parser):
    parser.addoption(
        "--update", action="store_true", help="rewrite the expected answers in tests/cases; read the diff before you commit it"
    )


def _audit(made):
    from cardwright.audit import page

    page.written(str(made))
    return made


@pytest.fixture(scope="session")
def audit(tmp_path_factory):
    """The folder of a made-up audit of 700 cards, with its page."""
    import auditdata

    return _audit(auditdata.make(tmp_path_factory.mktemp("audit"), 700))


@pytest.fixture(scope="session")
def hostile(tmp_path_factory):
    """That of an audit of cards whose values mean harm."""
    import auditdata

    return _audit(auditdata.hostile(tmp_path_factory.mktemp("hostile")))
