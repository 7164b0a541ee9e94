"""What variants cost and what they are worth, measured beside the model they were made from. No number without how it came about.

text.py       a text as windows of tokens
models.py     a model and its variants, loaded; what they hold
quality.py    perplexity of each, and how far each is from the original, token by token
speed.py      prefill and decode, in turns
memory.py     the most memory that loading and generating takes, in a process of its own
protocol.py    how, and what a gate may demand
wording.py     measurements in words, for the terminal and for cards
host.py       the machine, in words
evidence.py   evidence.json: all of it, by schemas/evidence.schema.json; gates
charts.py     size against quality against speed
"""
