"""Size against quality against speed of all variants, as evidence.png for the card and evidence.svg for the report."""

from __future__ import annotations

import os

from ..errors import CardwrightError

NAMES = ("evidence.svg", "evidence.png")
# Ink on paper of its own, so that a page in dark mode shows it as well (text has 12:1 on it, the marks 4.5:1 and more).
_PAPER, _INK, _MARK, _OTHER = "#ffffff", "#24292f", "#0969da", "#57606a"


def drawn(found: dict, folder: str) -> list[str]:
    """Draw the charts of evidence into a folder; the paths of the files. Raises CardwrightError without matplotlib."""
    try:
        import matplotlib
    except ImportError:
        raise CardwrightError(
            "matplotlib is not installed, and charts need it", 'python -m pip install "cardwright[report]"'
        ) from None
    from matplotlib.figure import Figure

    matplotlib.rcParams["svg.hashsalt"] = "cardwright"  # the same ids, so the same bytes, every time
    panels = [panel for panel in (_quality, _speed) if any(panel(model) is not None for model in found["models"])]
    figure = Figure(figsize=(4.4 * max(1, len(panels)), 3.4), facecolor=_PAPER, layout="constrained")
    for number, panel in enumerate(panels or [None], 1):
        _panel(figure.add_subplot(1, max(1, len(panels)), number), found["models"], panel)
    paths = []
    for name in NAMES:
        paths.append(os.path.join(folder, name))
        metadata = {"Date": None} if name.endswith(".svg") else {"Software": None}
        figure.savefig(paths[-1], dpi=160, metadata=metadata)
    return paths


def _quality(model: dict):
    return model.get("quality", {}).get("perplexity")


def _speed(model: dict):
    return model.get("speed", {}).get("decode")


_TITLES = {_quality: ("Perplexity (lower is better)", "perplexity"), _speed: ("Decoding (higher is better)", "tokens a second")}


def _panel(axes, models: list, panel) -> None:
    axes.set_facecolor(_PAPER)
    for spine in axes.spines.values():
        spine.set_color(_OTHER)
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(colors=_INK, labelsize=8)
    title, unit = _TITLES.get(panel, ("Size", ""))
    axes.set_title(title, color=_INK, fontsize=10, loc="left")
    axes.set_xlabel("size of the weights, MB", color=_INK, fontsize=8)
    axes.set_ylabel(unit, color=_INK, fontsize=8)
    for model in models:
        value = panel(model) if panel else 0
        if value is None:
            continue
        x, own = model["bytes"] / 1e6, bool(model["folder"])
        bars = _interval(model, models, panel)
        axes.errorbar(
            [x], [value], yerr=bars, fmt="o" if own else "s", color=_MARK if own else _INK, markersize=7, capsize=3, lw=1
        )
        axes.annotate(
            model["folder"] or "original", (x, value), (0, 8), textcoords="offset points", ha="center", fontsize=8, color=_INK
        )
    axes.margins(x=0.22, y=0.3)


def _interval(model: dict, models: list, panel):
    """Below and above a point: the interval of its change of perplexity, or the slowest and fastest repeat."""
    if panel is _speed:
        speed = model["speed"]
        return [[speed["decode"] - speed["decode_low"]], [speed["decode_high"] - speed["decode"]]]
    quality = model.get("quality", {}) if panel is _quality else {}
    if quality.get("low") is None:
        return None
    base, own = models[0]["quality"]["perplexity"], quality["perplexity"]
    return [[max(0.0, own - base * (1 + quality["low"]))], [max(0.0, base * (1 + quality["high"]) - own)]]
