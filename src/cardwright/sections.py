"""Sections of a card and the profiles that ask for them, as data."""

from __future__ import annotations

from collections import namedtuple

Profile = namedtuple("Profile", "name level sections required_keys")
PROFILES = {"hub": Profile("hub", "warning", (), ("license", "library_name", "pipeline_tag")), "none": Profile("none", "note", (), ())}


def profile(settings) -> Profile:
    return PROFILES[settings.profile]
