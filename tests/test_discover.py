"""Which files of a folder are model cards."""

import pytest

from cardwright import discover
from cardwright.errors import UsageError

CARD = "---\nlicense: mit\n---\n# A\n"


def place(folder, files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def found(*paths, **options):
    candidates = discover.find(paths or ["."], **options)
    return [origin.path for origin in map(discover.read, candidates) if origin]


@pytest.fixture(autouse=True)
def inside(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    "text, is_card",
    [
        (CARD, True),
        ("---\npipeline_tag: text-generation\nsome_key: 1\n---\n", True),
        ("--- \nlicense: mit\n---\n", True),  # meant as a card, though the Hub sees no metadata
        ("---\nlicense: mit\n", True),
        ("<!-- cardwright:begin x -->\n", True),
        ("# A library\n", False),
        ("---\ntitle: A blog\n---\n", False),
        ("---\nlicense: mit\ntask_categories:\n- x\n---\n", False),  # a dataset's
        ("---\nlicense: mit\nsdk: gradio\n---\n", False),  # a Space's
        ("", False),
    ],
)
def test_a_readme_is_a_card_by_its_metadata(text, is_card, tmp_path):
    place(tmp_path, {"README.md": text})
    assert found() == (["README.md"] if is_card else [])
    assert found("README.md") == ["README.md"], "a file that is named always is one"
    assert found("README.md", discover=True) == (["README.md"] if is_card else [])


@pytest.mark.parametrize("beside", ["config.json", "adapter_config.json", "model-00001-of-00002.safetensors", "tiny.Q4.gguf"])
def test_a_readme_beside_a_model_is_a_card(beside, tmp_path):
    place(tmp_path, {"README.md": "", beside: "", "other/README.md": ""})
    assert found() == ["README.md"]


def test_folders_that_are_nobodys_are_passed_over(tmp_path):
    skipped = [".git", "node_modules", ".venv", "venv", "__pycache__", "site-packages", "deep/node_modules"]
    place(tmp_path, {f"{folder}/README.md": CARD for folder in [*skipped, "mine", "env"]} | {"env/pyvenv.cfg": ""})
    assert found() == ["mine/README.md"]


def test_other_names(tmp_path):
    names = ["MODEL_CARD.md", "MODELCARD_v2.md", "model_card.md", "readme.md", "README.MD", "README.rst", "CARD.md"]
    place(tmp_path, {name: CARD for name in names})
    assert set(found()) == {"MODEL_CARD.md", "MODELCARD_v2.md", "model_card.md"}


def test_exclude_and_order_and_once(tmp_path):
    place(tmp_path, {f"{name}/README.md": CARD for name in "cab"})
    assert found() == ["a/README.md", "b/README.md", "c/README.md"]
    assert found("c", ".", exclude=("b/*",)) == ["c/README.md", "a/README.md"]


def test_what_does_not_exist_is_named_after_the_rest_was_given(tmp_path):
    place(tmp_path, {"README.md": CARD})
    given = discover.find(["absent", "README.md", "gone"])
    assert next(given).path == "README.md"
    with pytest.raises(UsageError, match="absent, gone: no such file"):
        next(given)


def test_a_link_that_leads_out_is_not_followed(tmp_path):
    place(tmp_path, {"outside.txt": "secret", "work/good.md": CARD})
    (tmp_path / "work/link.md").symlink_to("../outside.txt")
    (tmp_path / "work/inner.md").symlink_to("good.md")
    read = (discover.read(candidate, within="work") for candidate in discover.find(["work/link.md", "work/inner.md"]))
    problems = {origin.path: origin.problem for origin in read}
    assert problems == {"work/link.md": "unreadable", "work/inner.md": None}
