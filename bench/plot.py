"""A plot of lines with both axes logarithmic, as SVG by hand: no plotting library for one picture."""

from __future__ import annotations

import math
from html import escape

_WIDTH, _HEIGHT = 900, 560
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 20, 50, 50
_SHADES = ("#0b6e99", "#c05717", "#3f7d20", "#8b3a8f", "#a0522d", "#2f5d8a", "#7a7a00", "#b3324c")
_STYLE = (
    "text{font:12px sans-serif;fill:#222}.grid{stroke:#ddd}.law{stroke:#222;stroke-dasharray:6 5;fill:none}"
    ".line{fill:none;stroke-width:1.1;opacity:.55}.line:hover{stroke-width:3;opacity:1}"
)


def chart(lines: dict[str, list[tuple[int, float]]], title: str = "CPU time of a check against the size of the card") -> str:
    """`lines`: name -> (bytes, seconds) points. The name of a line shows when it is pointed at; the slowest are named."""
    lows, highs = _edges(lines)
    at = lambda size, cpu: (
        _LEFT + (math.log10(size) - lows[0]) / (highs[0] - lows[0]) * (_WIDTH - _LEFT - _RIGHT),
        _HEIGHT - _BOTTOM - (math.log10(cpu) - lows[1]) / (highs[1] - lows[1]) * (_HEIGHT - _TOP - _BOTTOM),
    )
    parts = [f'<text x="{_LEFT}" y="24" style="font-size:16px">{escape(title)}</text>', *_grid(at, lows, highs)]
    parts += _law(at, highs)
    for number, (name, points) in enumerate(lines.items()):
        path = " ".join("{:.1f},{:.1f}".format(*at(size, cpu)) for size, cpu in points)
        shade = _SHADES[number % len(_SHADES)]
        parts.append(f'<polyline class="line" stroke="{shade}" points="{path}"><title>{escape(name)}</title></polyline>')
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(title)}">\n'
        f'<style>{_STYLE}</style>\n<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>\n{body}\n</svg>\n'
    )


def _edges(lines):
    """The logarithms of the least and the greatest size and time; the times in whole decades."""
    sizes = [size for points in lines.values() for size, _ in points]
    times = [cpu for points in lines.values() for _, cpu in points]
    return (
        (math.log10(min(sizes)), math.floor(math.log10(min(times)))),
        (math.log10(max(sizes)), math.ceil(math.log10(max(times)))),
    )


def _grid(at, lows, highs):
    for decade in range(math.ceil(lows[0]), math.floor(highs[0]) + 1):
        x, _ = at(10**decade, 10 ** lows[1])
        yield f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP}" y2="{_HEIGHT - _BOTTOM}"/>'
        yield f'<text x="{x:.1f}" y="{_HEIGHT - _BOTTOM + 20}" text-anchor="middle">{_bytes(10**decade)}</text>'
    for decade in range(lows[1], highs[1] + 1):
        _, y = at(10 ** lows[0], 10**decade)
        yield f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{_seconds(10**decade)}</text>'


def _law(at, highs):
    """What linear looks like, and what quadratic does, from 100 KB and 10 ms on."""
    for power, name in ((1, "linear"), (2, "quadratic")):
        size = min(10 ** highs[0], 1e5 * (10 ** highs[1] / 0.01) ** (1 / power))
        cpu = 0.01 * (size / 1e5) ** power
        (x, y), (far, high) = at(1e5, 0.01), at(size, cpu)
        yield f'<path class="law" d="M{x:.1f} {y:.1f}L{far:.1f} {high:.1f}"/>'
        yield f'<text x="{far - 6:.1f}" y="{high - 6:.1f}" text-anchor="end">{name}</text>'


def _bytes(size: float) -> str:
    return f"{size / 1e6:g} MB" if size >= 1e6 else f"{size / 1e3:g} KB"


def _seconds(time: float) -> str:
    return f"{time:g} s" if time >= 1 else f"{time * 1e3:g} ms" if time >= 1e-3 else f"{time * 1e6:g} µs"
