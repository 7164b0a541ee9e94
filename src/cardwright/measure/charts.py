"""Size against quality against speed of all variants, as evidence.png for the card and evidence.svg for the report."""

from __future__ import annotations

import os
from collections import namedtuple

from ..errors import CardwrightError

NAMES = ("evidence.svg", "evidence.png")
# Ink on paper of its own, so that a page in dark mode shows it as well (text has 12:1 on it, the marks 4.5:1 and more).
_PAPER, _INK, _MARK, _OTHER = "#ffffff", "#24292f", "#0969da", "#57606a"


def drawn(found: dict, folder: str) -> list[str]:
    """Draw the charts of evidence into a folder; the paths of the files. Raises CardwrightError without matplotlib."""
    try:
        import matplotlib
    except ImportError:
        raise CardwrightError("matplotlib is not installed, and charts need it", "python -m pip install matplotlib") from None
    from matplotlib.figure import Figure

    matplotlib.rcParams["svg.hashsalt"] = "cardwright"  # the same ids, so the same bytes, every time
    models = found["models"][::-1]  # the original on top
    panels = [panel for panel in PANELS if any(panel.value(model) is not None for model in models)]
    figure = Figure(figsize=(1.2 + 3.1 * len(panels), 0.9 + 0.42 * len(models)), facecolor=_PAPER, layout="constrained")
    for number, panel in enumerate(panels, 1):
        _drawn(figure.add_subplot(1, len(panels), number), models, panel, number == 1)
    paths = []
    for name in NAMES:
        paths.append(os.path.join(folder, name))
        metadata = {"Date": None} if name.endswith(".svg") else {"Software": None}
        figure.savefig(paths[-1], dpi=160, metadata=metadata)
    return paths


Panel = namedtuple("Panel", "title value low high form")
Panel.__doc__ = """One measure: its title, its number of a model, the ends of its whisker, and how it is written."""


def _of(part: str, key: str, factor: float = 1):
    return lambda model: None if (model.get(part) or {}).get(key) is None else model[part][key] * factor


PANELS = (
    Panel("Weights, MB", lambda model: model["bytes"] / 1e6, None, None, "{:,.4g}"),
    Panel("Change of perplexity, %\n(95 % interval; lower is better)", _of("quality", "change", 100), _of("quality", "low", 100),
          _of("quality", "high", 100), "{:+.2f}"),
    Panel("Decoding, tokens/s\n(higher is better)", _of("speed", "decode"), _of("speed", "decode_low"),
          _of("speed", "decode_high"), "{:,.4g}"),
)  # fmt: skip


def _drawn(axes, models: list, panel: Panel, named: bool) -> None:
    axes.set_facecolor(_PAPER)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.spines["bottom"].set_color(_OTHER)
    axes.tick_params(colors=_INK, labelsize=8, left=False)
    axes.set_title(panel.title, color=_INK, fontsize=9, loc="left")
    axes.set_yticks(range(len(models)), [model["folder"] or "original" for model in models] if named else [""] * len(models))
    axes.set_ylim(-0.6, len(models) - 0.4)
    if panel.low is None or panel.title.startswith("Decoding"):
        axes.set_xlim(0, max(panel.value(model) or 0 for model in models) * 1.35)
    else:
        axes.axvline(0, color=_OTHER, lw=0.8, ls=":")
        axes.margins(x=0.3)
    for row, model in enumerate(models):
        value = panel.value(model)
        if value is None:
            continue
        color = _MARK if model["folder"] else _INK
        ends = [[value], [value]] if panel.low is None or panel.low(model) is None else [[panel.low(model)], [panel.high(model)]]
        axes.errorbar([value], [row], xerr=[[max(0.0, value - ends[0][0])], [max(0.0, ends[1][0] - value)]], fmt="o", color=color,
                      markersize=6, capsize=3, lw=1.2)  # fmt: skip
        axes.annotate(
            panel.form.format(value), (ends[1][0], row), (6, 0), textcoords="offset points", va="center", fontsize=8, color=_INK
        )
