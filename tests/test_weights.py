"""Weights are read by their headers alone, and whatever a file claims or is, the answer is a word about it and never a crash."""

import json
import os
import struct
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cardwright import check_paths, config
from cardwright.files import Files
from cardwright.repository import tensorfile, weights

ENTRY = {"dtype": "F32", "shape": [2, 2], "data_offsets": [0, 16]}


def packed(header, data: bytes = bytes(16), length: int | None = None) -> bytes:
    """The bytes of a safetensors file with this header: a mapping, or text as it is."""
    raw = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(raw) if length is None else length) + raw + data


def looked_at(folder: Path, **files: bytes) -> weights.Weights:
    for name, data in files.items():
        (folder / name.replace("__", ".")).write_bytes(data)
    return weights.look(Files((str(folder), None)))


def reason(folder: Path, data: bytes) -> str:
    [(name, why)] = looked_at(folder, model__safetensors=data).problems
    assert name == "model.safetensors"
    return why


def test_what_a_good_file_says(tmp_path):
    header = {"__metadata__": {"format": "pt"}, "a": ENTRY, "b": {"dtype": "BF16", "shape": [3], "data_offsets": [16, 22]}}
    found = looked_at(tmp_path, model__safetensors=packed(header, bytes(22)))
    assert not found.problems and not found.missing and not found.packed
    assert found.main == ("model.safetensors",)
    assert found.count == 7 and found.elements == {"F32": 4, "BF16": 3}
    assert found.size == os.path.getsize(tmp_path / "model.safetensors")
    assert found.files["model.safetensors"].metadata == {"format": "pt"}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "it has 0 bytes"),
        (b"\1\2\3", "it has 3 bytes"),
        (packed({"a": ENTRY}, length=10**6), "it is cut off"),
        (packed({"a": ENTRY}, length=2**64 - 1), "it is no safetensors file"),
        (packed({"a": ENTRY}, length=tensorfile.MAX_HEADER + 1), "it is no safetensors file"),
        (packed(b"", b""), "its header is empty"),
        (packed(b"{not json"), "is not JSON"),
        (packed(b"[]"), "no mapping"),
        (packed(b"\xff\xfe{}"), "not UTF-8"),
        (packed(b'{"a":' * 100_000), "not JSON|nested too deeply"),
        (packed(b'{"a":' + b"[" * 200_000), "not JSON|nested too deeply"),
        (packed(b'{"a": ' + b"9" * 5000 + b"}"), "not JSON|not described"),
        (packed(b'{"a": 1, "a": 2}'), "names `a` twice"),
        (packed({"a": 3}), "not described by a mapping"),
        (packed({"__metadata__": [1], "a": ENTRY}), "`__metadata__` is no mapping"),
        (packed({"a": {**ENTRY, "dtype": "Q4"}}), "dtype `Q4`"),
        (packed({"a": {**ENTRY, "dtype": ["F32"]}}), "does not know"),
        (packed({"a": {**ENTRY, "shape": [-2, -2]}}), "no proper shape"),
        (packed({"a": {**ENTRY, "shape": [2.0, 2]}}), "no proper shape"),
        (packed({"a": {**ENTRY, "shape": [True, 4]}}), "no proper shape"),
        (packed({"a": {**ENTRY, "shape": [2**62] * 99}}), "do not fit"),
        (packed({"a": {**ENTRY, "data_offsets": [16, 0]}}), "do not fit"),
        (packed({"a": {**ENTRY, "data_offsets": [0]}}), "no proper shape or offsets"),
        (packed({"a": {**ENTRY, "data_offsets": [0, 8]}}), "do not fit"),
        (packed({"a": ENTRY}, bytes(10)), "ends at byte 16 of 10"),
        (packed({"a": ENTRY}, bytes(20)), "4 bytes after its last tensor"),
        (packed({"a": ENTRY, "b": ENTRY}), "overlaps"),
        (packed({"a": {**ENTRY, "data_offsets": [4, 20]}}, bytes(20)), "leaves a gap"),
    ],
)
def test_a_file_that_lies(tmp_path, data, words):
    why = reason(tmp_path, data)
    assert any(part in why for part in words.split("|")), why


def test_a_file_of_100_gigabytes_of_nothing(tmp_path):
    path = tmp_path / "model.safetensors"
    path.touch()
    os.truncate(path, 100_000_000_000)
    assert looked_at(tmp_path).problems == [("model.safetensors", "its header is empty")]
    assert not (tmp_path / "other").exists()


def test_a_true_header_over_100_gigabytes(tmp_path):
    size = 100_000_000_000
    path = tmp_path / "model.safetensors"
    path.write_bytes(packed({"w": {"dtype": "BF16", "shape": [size // 2], "data_offsets": [0, size]}}, b""))
    os.truncate(path, path.stat().st_size + size)
    found = looked_at(tmp_path)
    assert not found.problems and found.count == size // 2


def test_a_long_header_is_left_alone(tmp_path):
    header = tensorfile.read(str(_written(tmp_path, packed({"a": ENTRY}))), None, 10)
    assert header.problem is None and header.tensors is None and header.size


def _written(folder: Path, data: bytes) -> Path:
    path = folder / "model.safetensors"
    path.write_bytes(data)
    return path


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such files here")
@pytest.mark.parametrize("kind", ["fifo", "folder", "loop", "gone", "device", "outside"])
def test_what_is_no_file(tmp_path, kind):
    folder = tmp_path / "repo"
    folder.mkdir()
    path = folder / "model.safetensors"
    (tmp_path / "secret.safetensors").write_bytes(packed({"a": ENTRY}))
    {
        "fifo": lambda: os.mkfifo(path),
        "folder": path.mkdir,
        "loop": lambda: path.symlink_to(path),
        "gone": lambda: path.symlink_to("nowhere"),
        "device": lambda: path.symlink_to("/dev/zero"),
        "outside": lambda: path.symlink_to(tmp_path / "secret.safetensors"),
    }[kind]()
    [(name, why)] = weights.look(Files((str(folder), str(folder)))).problems
    assert name == "model.safetensors" and why.startswith("it is ")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read anything")
def test_a_file_nobody_may_read(tmp_path):
    _written(tmp_path, packed({"a": ENTRY})).chmod(0)
    assert looked_at(tmp_path).problems == [("model.safetensors", "permission denied")]


def test_a_link_into_a_cache_is_followed(tmp_path):
    blob = tmp_path / "blob"
    blob.write_bytes(packed({"a": ENTRY}))
    folder = tmp_path / "snapshot"
    folder.mkdir()
    (folder / "model.safetensors").symlink_to(blob)
    assert looked_at(folder).count == 4


INDEX = "model.safetensors.index.json"


@pytest.mark.parametrize(
    ("index", "words"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "no `weight_map`"),
        ('{"weight_map": []}', "no `weight_map`"),
        ('{"weight_map": {"a": 3}}', "no `weight_map`"),
        *(
            (json.dumps({"weight_map": {"a": name}}), "not a file beside it")
            for name in ("../../etc/passwd", "/etc/passwd", "C:\\weights", "a/../../b", "", "x\0y")
        ),
    ],
)
def test_an_index_that_lies(tmp_path, index, words):
    (tmp_path / INDEX).write_text(index, encoding="utf-8")
    [(name, why)] = looked_at(tmp_path).problems
    assert name == INDEX and words in why


def test_an_index_of_files_that_are_not_there(tmp_path):
    (tmp_path / INDEX).write_text(json.dumps({"weight_map": {"a": "one.safetensors", "b": "two.safetensors"}}), encoding="utf-8")
    assert looked_at(tmp_path).missing == [(INDEX, "`one.safetensors`"), (INDEX, "`two.safetensors`")]


def test_files_git_lfs_has_not_fetched_are_known_by_size_only(tmp_path):
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5000000000\n"
    found = looked_at(tmp_path, model__safetensors=pointer)
    assert found.size == 5_000_000_000 and found.count is None and not found.elements and not found.problems


def test_packed_weights_are_known_as_such(tmp_path):
    header = {"w._weight_qdata": {"dtype": "I8", "shape": [16], "data_offsets": [0, 16]}}
    assert looked_at(tmp_path, model__safetensors=packed(header)).packed


def test_it_is_unclear_which_of_several_files_are_the_model(tmp_path):
    found = looked_at(tmp_path, one__safetensors=packed({"a": ENTRY}), two__safetensors=packed({"a": ENTRY}))
    assert found.main == () and found.count is None and found.size is None and len(found.files) == 2


def test_pickles_are_named_and_never_opened(tmp_path):
    (tmp_path / "pytorch_model.bin").mkdir()  # opening it would fail
    found = looked_at(tmp_path, optimizer__pt=b"", training_args__bin=b"")
    assert found.pickles == ["pytorch_model.bin"] and not found.problems


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(["F32", "BF16", "I8"])
entries = st.fixed_dictionaries(
    {
        "dtype": scalars,
        "shape": st.lists(st.integers(-1, 5), max_size=3),
        "data_offsets": st.lists(st.integers(-2, 40), max_size=3),
    }
)
trees = st.dictionaries(
    st.text(max_size=4) | st.just("__metadata__"), entries | scalars | st.lists(scalars, max_size=2), max_size=4
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=80) | st.builds(packed, trees, st.binary(max_size=40)) | st.builds(packed, st.binary(max_size=60)))
@example(packed(b"{}", b""))
def test_any_bytes_are_read_or_refused_with_a_reason(tmp_path, data):
    header = tensorfile.read(str(_written(tmp_path, data)))
    assert (header.problem is None) != (header.tensors is None) or data.startswith(b"version https://git-lfs")
    if header.tensors:
        assert sum(tensor.end - tensor.start for tensor in header.tensors.values()) <= len(data)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=40) | st.binary(max_size=40).map(b"GGUF".__add__))
def test_any_bytes_of_a_gguf_file(tmp_path, data):
    path = tmp_path / "x.gguf"
    path.write_bytes(data)
    header = tensorfile.read(str(path))
    assert (header.problem is None) == (data.startswith(b"version https://git-lfs") or data[:4] == b"GGUF" and len(data) >= 24)


def test_a_folder_is_listed_again_when_it_changed(tmp_path):
    card = tmp_path / "README.md"
    card.write_text("# Tiny\n", encoding="utf-8")
    chosen = config.Settings(select=("weights-unreadable",))
    assert not check_paths([card], chosen).findings
    (tmp_path / "model.safetensors").write_bytes(b"")
    assert [finding.rule for finding in check_paths([card], chosen).findings] == ["weights-unreadable"]
