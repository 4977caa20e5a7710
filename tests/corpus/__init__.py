"""Our own corpus: the article as it came, the notes true to the facts."""
