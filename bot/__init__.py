"""The bot: it knows chat, and asks retrieval about texts."""
