"""The code of a card: its Python fences read as one notebook, its shell commands, its citations.

notebook.py   fences -> cells with their places
screen.py     is a cell certainly free of syntax errors and undefined names? Without pyflakes
analysis.py   what is wrong with the cells that are not, by pyflakes
calls.py      calls in the cells, by ast; loads.py: which repositories they load
plainbib.py, citations.py   is the BibTeX in order? Plain entries, all others
removed.py, modules.py, commands.py   tables
"""
