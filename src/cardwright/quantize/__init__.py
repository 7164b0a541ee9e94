"""A checkpoint becomes variants in folders beside it: planned to the byte, written a tensor at a time, read back.

schemes.py     rows: what there is, what each needs, who can load and who can run what it makes. No torch
checkpoint.py  a folder of safetensors from its headers alone. No torch
tree.py        the modules of a model, on torch's meta device
packing.py     a weight in a scheme: the only calls into torchao's arithmetic
plan.py        modules and headers in a scheme -> Plan: every layer, every tensor, every byte. Reads no weight
layout.py      the files of a plan: their headers, their shards, the place of each tensor
apply.py       a plan becomes a folder, whole or not at all
readback.py    what stands in the folder against the plan
record.py      quantization.json, which the card is rendered from
"""
