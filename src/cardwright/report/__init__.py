"""The final report of a fine-tuning, from the facts of its card. Nothing in it is asserted: all is read or worked out.

criteria.py   a criteria file -> what is wanted; what is wanted and what was measured -> verdicts. Pure; `release` uses it
numbers.py    what was measured under a name, and how it compares with its baseline
content.py    facts and verdicts -> sections of blocks, by the labels of rows.py; summary.py: what they come to, in sentences
charts.py     numbers -> the places of bars and texts
finaljson.py  the report for programs (schemas/final-report.schema.json)
page.py       sections -> one HTML page; prose.py: an author's Markdown -> what the page shows of it
pages.py      sections -> Markdown; snippets.py: code and citation as the card has them
"""
