"""A folder becomes one commit on the Hub, or none: planned, checked, committed, read back, tagged.

folder.py    what of a folder goes up, what never does, and what it holds that must not
plan.py      the folder against the repository's tree -> Plan: new, changed, deleted, unchanged. Pure
remote.py    the Hub, through the unmodified client: reads, one commit, a tag
failures.py  what the client raises, in one line each
run.py       plan -> one commit on the head it was planned for -> its tree compared -> the tag
verify.py    whether what is on the Hub is what it should be; reachable.py: and what its cards name
"""
