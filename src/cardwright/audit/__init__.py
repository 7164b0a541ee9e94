"""The audit of many cards: every card of a dump, of folders or of an organisation, checked with the rules of `check`.

Data flows one way. reading/ makes Parts of the sources, each readable by itself (parts.py); an engine (../engines) maps
work.checked over them, in processes here or on Ray; store.py keeps what is done, so that a run that was killed goes on, and
merges it to cards.parquet and findings.parquet (columns.py says what is in them); summary.py adds up, diff.py compares two
audits, page.py shows one. Nothing here is imported by `check`; pyarrow, duckdb and ray come through ../doors.py.
"""
