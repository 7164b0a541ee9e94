"""Putting findings right: exact edits, applied and checked again."""
