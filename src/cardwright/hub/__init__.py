"""What the Hub itself says about a card, asked with --online."""
