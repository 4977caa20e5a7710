"""The bot without a chat platform: settings, words, conversation, terminal."""
