#!/usr/bin/env python3
"""Build the documentation's site in build/site (`make site`), from the pages of site_pages.py and docs/mkdocs.yml."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import site_pages  # noqa: E402
from write_docs import ROOT  # noqa: E402


def write_pages(folder: Path) -> None:
    """The pages and what they need, as MkDocs reads them."""
    shutil.rmtree(folder, ignore_errors=True)
    for path, text in site_pages.pages().items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8", newline="\n")
    for source, path in site_pages.assets().items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / source, folder / path)


def build(pages: Path, site: Path) -> None:
    """The site. A link that leads nowhere stops it."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # ours is pinned
    from mkdocs.commands.build import build as mkdocs
    from mkdocs.config import load_config

    write_pages(pages)
    config = load_config(str(ROOT / "docs" / "mkdocs.yml"), docs_dir=str(pages), site_dir=str(site), nav=site_pages.navigation())
    config.plugins.on_startup(command="build", dirty=False)
    mkdocs(config)


if __name__ == "__main__":
    build(ROOT / "build" / "site-pages", ROOT / "build" / "site")
    print(f"build/site/index.html, {len(site_pages.pages())} pages")
