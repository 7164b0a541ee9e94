"""Cardwright keeps a model's card true.

    >>> import cardwright
    >>> report = cardwright.check_text("---\\nlicense: MIT\\n---\\n# A model\\n")
    >>> [finding.rule for finding in report.findings if finding.level == "error"]
    ['license-unknown']

Importing this package costs nothing; names are loaded on first use.
"""

__version__ = "0.1.0"

__all__ = ["Finding", "Report", "Settings", "check_paths", "check_text", "load_settings", "render_card"]

_HOMES = {
    "Finding": ("findings", "Finding"),
    "Report": ("findings", "Report"),
    "Settings": ("config", "Settings"),
    "check_paths": ("check", "check_paths"),
    "check_text": ("check", "check_text"),
    "load_settings": ("config", "load"),
    "render_card": ("rendering.render", "render_card"),
}


def __getattr__(name: str):
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    module, attribute = _HOMES[name]
    return getattr(import_module(f"{__name__}.{module}"), attribute)
