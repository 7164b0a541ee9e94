"""Rules about the code of a card."""
