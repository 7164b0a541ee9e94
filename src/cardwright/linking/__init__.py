"""A card's links: what they are, where they lead, what may be wrong with them."""
