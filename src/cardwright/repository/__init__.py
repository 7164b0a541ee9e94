"""The files around a card: what stands beside it, and what the weights' headers say."""
