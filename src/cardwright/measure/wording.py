"""Measurements in words, alike on the terminal and in cards."""

from __future__ import annotations


def size(count: int | None) -> str:
    """Bytes for people: three digits and a unit of a thousand."""
    if count is None:
        return ""
    value, unit = float(count), "bytes"
    for unit in ("bytes", "kB", "MB", "GB", "TB"):
        if value < 999.5 or unit == "TB":
            break
        value /= 1000
    return f"{value:.0f} {unit}" if unit == "bytes" or value >= 99.95 else f"{value:.3g} {unit}"


def change(quality: dict) -> str:
    """The change of perplexity with its interval; of noise that it is none."""
    if quality.get("change") is None:
        return ""
    text = f"{quality['change']:+.2%}"
    if quality.get("low") is not None:
        text += f" ({quality['low']:+.2%} to {quality['high']:+.2%})"
    return text.replace("%", " %")


def listed(names: list[str]) -> str:
    """ "a", "a and b", "a, b and c"; nothing of none."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def is_noise(quality: dict) -> bool:
    """Whether a change of perplexity cannot be told from none."""
    return quality.get("low") is not None and quality["low"] <= 0 <= quality["high"]


def protocol(found: dict) -> list[str]:
    """How evidence came about, a sentence each."""
    return [sentence for sentence in (_quality(found), _speed(found), _memory(found), _host(found)) if sentence]


def _quality(found: dict) -> str:
    text = found.get("text")
    if not text:
        return ""
    return (
        f"Perplexity over {text['tokens']:,} tokens of {text['name']} (SHA-256 {text['sha256'][:12]}…), {text['windows']} windows"
        f" of {text['window']} tokens, stride {text['stride']}; top-1 agreement and KL divergence are to the original, on the"
        " same tokens."
    )


def _speed(found: dict) -> str:
    how = found.get("speed")
    if not how:
        return ""
    return (
        f"Speed in tokens a second, without compilation: batch {how['batch']}, {how['prompt']} tokens of prompt, {how['new']} new"
        f" ones; median of {how['repeats']} repeats, in turns with the original."
    )


def _memory(found: dict) -> str:
    if not any("memory" in model for model in found["models"]):
        return ""
    return "Memory is the most that loading and generating took in a process of its own, over what the libraries take."


def _host(found: dict) -> str:
    host = found["host"]
    versions = ", ".join(f"{name} {version}" for name, version in host["versions"].items() if version)
    driver = f", driver {host['driver']}" if host.get("driver") else ""
    place = f"{host['device']} ({host['cores']} cores, {host['threads']} threads{driver})"
    return f"Measured {found['date']} on {place} with {versions}."
