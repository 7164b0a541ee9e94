"""The configuration: where it is found, and that a mistake in it is one clear line."""

import pytest

from cardwright import config
from cardwright.errors import UsageError


def write(folder, text, name="cardwright.toml"):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(path)


def test_the_nearest_configuration_wins_and_the_search_ends_at_the_repository(tmp_path):
    inner = tmp_path / "repository" / "models" / "tiny"
    inner.mkdir(parents=True)
    write(tmp_path, 'profile = "none"\n')
    (tmp_path / "repository" / ".git").mkdir()
    assert config.load(start=str(inner)) == config.Settings()
    write(tmp_path / "repository", "[tool.other]\n[tool.cardwright]\nfail-on = 'note'\n", "pyproject.toml")
    assert config.load(start=str(inner)).fail_on == "note"
    write(inner, 'fail-on = "warning"\n')
    assert config.load(start=str(inner)).fail_on == "warning"


def test_lists_become_tuples_and_keys_have_underscores(tmp_path):
    path = write(tmp_path, 'ignore = ["files"]\nextra-keys = ["mine"]\n[[sections]]\nheading = "Uses"\n')
    settings = config.load(path)
    assert settings.ignore == ("files",) and settings.extra_keys == ("mine",) and settings.sections[0]["heading"] == "Uses"


WRONG = {
    'profil = "hub"': "unknown key `profil`; did you mean `profile`?",
    'profile = "strickt"': "did you mean `strict`?",
    "profile = 3": "the number 3",
    "ignore = 'files'": "`ignore` is the text 'files'; it must be a list of rule or family names",
    "ignore = ['filez']": "no rule or family is called `filez`; did you mean `files`?",
    "ignore = [1]": "`ignore[0]` is the number 1",
    "repo = 'not a repo'": "a model id such as your-name/your-model",
    "[[sections]]\nlevel = 2": "`sections[0].heading` is missing",
    "[[sections]]\nheading = 'x'\nlevel = 9": "a number from 1 to 6",
    "[[sections]]\nheading = 'x'\nlevels = 2": "levels",
    "profile = ": "not valid TOML",
    "x = " + "[" * 5000: "not valid TOML",
    b"profile = '\xff'": "not UTF-8",
    "fail-on = 2024-01-01": "`fail-on`",
}


@pytest.mark.parametrize("text", WRONG, ids=lambda text: repr(text)[:40])
def test_a_mistake_is_one_line_that_names_the_file_and_the_way_out(text, tmp_path):
    path = write(tmp_path, text)
    with pytest.raises(UsageError) as caught:
        config.load(path)
    assert caught.value.message.startswith(f"{path}: ") and WRONG[text] in caught.value.message
    assert "\n" not in caught.value.message and len(caught.value.message) < len(path) + 300


@pytest.mark.parametrize("text", ["tool = 1", "[tool]\ncardwright = 1", "[tool]\ncardwright = []"])
def test_a_pyproject_of_another_shape(text, tmp_path):
    path = write(tmp_path, text, "pyproject.toml")
    for load in (lambda: config.load(path), lambda: config.load(start=str(tmp_path))):
        try:
            assert load() == config.Settings()
        except UsageError as error:
            assert "table" in error.message


@pytest.mark.parametrize("path", ["absent.toml", "."])
def test_a_configuration_that_cannot_be_read(path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=r"absent.toml: no such file|\.: cannot be read: it is a folder"):
        config.load(path)
