"""What is near a question."""
