"""Trains the built-in embedder and the word lexicon from openly licensed Norwegian text."""
