"""What is near a question: words, follow-ups, and both halves of search."""
