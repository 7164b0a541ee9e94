"""Build the wheel, install it in an environment of its own, and run the suite on it in a copy that has no src/: `make dist`."""

import pathlib
import shutil
import subprocess
import sys
import venv

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / "build"
LEFT_OUT = shutil.ignore_patterns(
    "src", "build", "dist", ".git", ".venv*", ".*_cache", ".hypothesis", "*.egg-info", "__pycache__"
)


def run(*command) -> None:
    ran = subprocess.run([str(part) for part in command], cwd=BUILD)
    if ran.returncode:
        sys.exit(ran.returncode)


def main() -> None:
    for folder in ("wheel", "wheel-venv", "wheel-copy"):
        shutil.rmtree(BUILD / folder, ignore_errors=True)
    pip = ("-m", "pip", "--quiet", "--disable-pip-version-check")
    run(sys.executable, *pip, "wheel", "--no-deps", "--wheel-dir", BUILD / "wheel", ROOT)
    (wheel,) = (BUILD / "wheel").glob("*.whl")
    venv.create(BUILD / "wheel-venv", with_pip=True)
    python = BUILD / "wheel-venv" / "bin" / "python"
    run(python, *pip, "install", f"{wheel}[test]")
    shutil.copytree(ROOT, BUILD / "wheel-copy", ignore=LEFT_OUT)
    print(f"{wheel.name}: {wheel.stat().st_size / 1024:.0f} KiB; its tests, without src/ (the slow ones need src/):", flush=True)
    # hypothesis and the cache plugin would write into the copy's working folder, which is thrown away
    run(python, "-m", "pytest", "--rootdir", BUILD / "wheel-copy", "-c", BUILD / "wheel-copy" / "pyproject.toml", "-m", "not slow and not sweep and not torch",
        "-q", "-n", "auto", "--dist", "worksteal", *(BUILD / "wheel-copy" / "tests" / name for name in sys.argv[1:] or [""]))  # fmt: skip


if __name__ == "__main__":
    main()
