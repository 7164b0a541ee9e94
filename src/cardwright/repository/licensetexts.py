"""Licences known by the beginning of their text."""

from __future__ import annotations

import re

_NAMES = re.compile(r"(?:LICEN[CS]E|COPYING)(?:\.(?:md|txt|rst))?\Z", re.IGNORECASE)
_ANY = re.compile(r".{0,40}(?:LICEN[CS]E|COPYING).{0,60}\Z", re.IGNORECASE)
_HEAD = 3000  # characters that are looked at: other licences are named further down in several texts

# id, what stands in the head of its text (in lower case, blanks as one), what does not
ROWS = (
    ("mit", ("permission is hereby granted, free of charge, to any person obtaining a copy", "without restriction"),
     ("x consortium", "university of illinois")),
    ("apache-2.0", ("apache license", "version 2.0, january 2004"), ()),
    ("bsd-3-clause", ("redistribution and use in source and binary forms", "neither the name"),
     ("clear bsd",)),
    ("bsd-2-clause", ("redistribution and use in source and binary forms", "this software is provided by"),
     ("neither the name", "endorse or promote", "must display")),
    ("bsd-3-clause-clear", ("clear bsd license",), ()),
    ("isc", ("permission to use, copy, modify, and", "distribute this software for any purpose with or without fee"), ()),
    ("agpl-3.0", ("gnu affero general public license version 3",), ()),
    ("lgpl-3.0", ("gnu lesser general public license version 3",), ()),
    ("lgpl-2.1", ("gnu lesser general public license version 2.1",), ()),
    ("gpl-3.0", ("gnu general public license version 3, 29 june 2007",), ("gnu lesser", "gnu affero")),
    ("gpl-2.0", ("gnu general public license version 2, june 1991",), ("gnu lesser", "gnu affero")),
    ("mpl-2.0", ("mozilla public license version 2.0",), ()),
    ("epl-2.0", ("eclipse public license - v 2.0",), ()),
    ("unlicense", ("this is free and unencumbered software released into the public domain",), ()),
    ("cc0-1.0", ("cc0 1.0 universal",), ()),
    ("cc-by-4.0", ("attribution 4.0 international",), ()),
    ("cc-by-sa-4.0", ("attribution-sharealike 4.0 international",), ()),
    ("cc-by-nd-4.0", ("attribution-noderivatives 4.0 international",), ()),
    ("cc-by-nc-4.0", ("attribution-noncommercial 4.0 international",), ()),
    ("cc-by-nc-sa-4.0", ("attribution-noncommercial-sharealike 4.0 international",), ()),
    ("cc-by-nc-nd-4.0", ("attribution-noncommercial-noderivatives 4.0 international",), ()),
    ("llama2", ("llama 2 community license agreement",), ()),
    ("llama3", ("meta llama 3 community license agreement",), ()),
    ("llama3.1", ("llama 3.1 community license agreement",), ()),
    ("llama3.2", ("llama 3.2 community license agreement",), ()),
    ("llama3.3", ("llama 3.3 community license agreement",), ()),
    ("llama4", ("llama 4 community license agreement",), ()),
    ("gemma", ("gemma terms of use",), ()),
    ("bigscience-openrail-m", ("bigscience open rail-m license",), ()),
    ("creativeml-openrail-m", ("creativeml open rail-m",), ()),
)  # fmt: skip

# Ids that name a whole family of licences.
_FAMILIES = {"cc": "cc", "gpl": "gpl-", "lgpl": "lgpl-", "bsd": "bsd-", "openrail": ""}


def beside(files) -> tuple[str, str | None]:
    """(name, id) of the licence file beside a card; the id is None when it is not the only one, or not known."""
    named = sorted(name for name in files.names if len(name) < 100 and _ANY.match(name))
    if len(named) != 1 or not _NAMES.match(named[0]):
        return "", None
    return named[0], recognise(files.text(named[0]) or "")


def recognise(text: str) -> str | None:
    """The id of the one licence a text begins with, or None."""
    head = " ".join(re.sub(r"[#*=_`\"-]{2,}|[#*`]", " ", text[: 2 * _HEAD]).lower().split())[:_HEAD]
    found = [name for name, there, absent in ROWS if all(w in head for w in there) and not any(w in head for w in absent)]
    return found[0] if len(found) == 1 else None


def covers(stated: str, found: str) -> bool:
    """Whether an id of the metadata is right for a text."""
    return stated == found or (stated in _FAMILIES and found.startswith(_FAMILIES[stated]))
