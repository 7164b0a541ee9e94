"""Cheap looks that spare a clean card most rules: when a rule can have anything to say."""
