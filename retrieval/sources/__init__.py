"""What may be quoted."""
