def pytest_addoption(parser):
    parser.addoption(
        "--update", action="store_true", help="rewrite the expected answers in tests/cases; read the diff before you commit it"
    )
