"""The real slack-bolt app against a small Slack of our own."""
