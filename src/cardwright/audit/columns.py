"""The two tables of an audit, as data: the Parquet files, the documentation and the page read them here.

cards.parquet has a row per card in the order of the sources; findings.parquet a row per finding, in the order of the cards and,
within one, of its lines. New columns come at the end; the meaning of one that is there does not change.
"""

from __future__ import annotations

from collections import namedtuple

Column = namedtuple("Column", "name type meaning")
Column.__doc__ = """One column; type: an Arrow type by its name, with ? where a value may be missing."""

CARDS = (
    Column("id", "string", "the repository, as the dump or the Hub calls it; of a folder, its path below the source"),
    Column("source", "string", "the file of the dump, the folder, or the address of the Hub, as given"),
    Column("sha256", "string", "of the card's bytes; empty where there is no card, or it could not be read"),
    Column("bytes", "int64", "how long the card is"),
    Column("state", "string", "checked, missing, too-large, too-slow, not-utf8 or unreadable"),
    Column("errors", "int32", "findings of level error"),
    Column("warnings", "int32", "findings of level warning"),
    Column("notes", "int32", "findings of level note"),
    Column("license", "string?", "as the metadata have it; of a list the first"),
    Column("library", "string?", "library_name of the metadata"),
    Column("pipeline_tag", "string?", "as the metadata have it"),
    Column("base_model", "string?", "as the metadata have it; of a list the first"),
    Column("author", "string?", "the namespace of the id"),
    Column("year", "int16?", "of the date that the dump or the Hub tells"),
    Column("downloads", "int64?", "as the dump or the Hub tells them"),
    Column("completeness", "float32?", "the share of what a full card has, 0 to 1; what that is stands below"),
    Column("exempt", "int32", "findings that an exemption of the policy let pass; they are in no other figure"),
)
FINDINGS = (
    Column("id", "string", "the card's"),
    Column("source", "string", "the card's"),
    Column("rule", "string", "the rule's id; `cardwright explain RULE` shows its page"),
    Column("family", "string", "the rule's family"),
    Column("level", "string", "error, warning or note"),
    Column("line", "int32", "where it begins, from 1"),
    Column("column", "int32", "where it begins, from 1, in code points"),
    Column("end_line", "int32", "where it ends"),
    Column("end_column", "int32", "behind its last character"),
    Column("message", "string", "what is wrong, and the way out"),
    Column("text", "string", "the line it begins on, 200 characters at most, secrets masked"),
    Column("fixable", "bool", "whether `cardwright check --fix` can put it right, or `--unsafe-fixes`"),
)
# Columns with few different values: they are stored as numbers of them.
FEW = ("source", "state", "license", "library", "pipeline_tag", "author", "rule", "family", "level", "message")
STATES = ("checked", "missing", "too-large", "too-slow", "not-utf8", "unreadable")
TEXT = 200  # characters of a line that are kept
VALUE = 100  # characters of a metadata value that are kept


def schema(columns):
    """The pyarrow.Schema of one of the tables."""
    from .. import doors

    pa = doors.arrow()
    types = {"bool": pa.bool_()}
    kind = lambda name: types.get(name) or getattr(pa, name)()
    return pa.schema([pa.field(row.name, kind(row.type.rstrip("?")), row.type.endswith("?")) for row in columns])
