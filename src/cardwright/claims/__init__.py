"""What a card says of its model, in numbers and in words, as the rules of the family claims compare it."""
