"""The nouns of the house with their rules; standard library only."""
