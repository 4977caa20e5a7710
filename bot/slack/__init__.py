"""Slack as a platform: slack-bolt in, Block Kit out; the only door to slack_bolt, slack_sdk, starlette and uvicorn."""
