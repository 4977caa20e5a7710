"""What may be quoted: reading, checking and cutting texts."""
