"""Cards from facts: what is known goes into the blocks and keys that are ours, and every other byte of a card stays.

render.py    a folder -> an Outcome: the card as it is and as it should be, what is left out, what a check says
context.py   facts -> what templates may use
results.py   results with what they are compared with: differences, intervals, statuses
blocks.py    the managed blocks of a card: found, checked against their checksums, replaced
front.py     facts -> metadata as the Hub wants it; yamltext.py: metadata -> YAML that both dialects read alike
metadata.py  the managed keys of a front matter: found, checked, replaced
adopt.py     blocks for a hand-written card, where its headings already are
"""
