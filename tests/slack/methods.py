"""What each method of the Web API does in a small Slack, and what it refuses."""

from collections.abc import Callable, Iterator

from tests.slack.rules import fault_of_message, fault_of_view
from tests.slack.state import BOT, BOT_ID, TEAM, Json, State


class Methods(State):
    """The Web API over what is held."""

    def do(self, method: str, given: Json) -> Json:
        known = {
            "auth.test": self._auth_test,
            "apps.connections.open": self._open_connection,
            "users.info": self._user,
            "chat.postMessage": self._post,
            "chat.postEphemeral": self._post_ephemeral,
            "chat.update": self._update,
            "chat.delete": self._delete,
            "conversations.replies": self._replies,
            "conversations.history": self._history,
            "pins.add": self._pin,
            "pins.remove": self._unpin,
            "pins.list": self._pins,
            "usergroups.users.list": self._group,
            "files.info": self._file,
            "views.open": self._view,
            "views.publish": self._view,
            "assistant.threads.setStatus": self._nothing,
            "assistant.threads.setSuggestedPrompts": self._nothing,
        }
        return known[method](given) if method in known else {"error": "unknown_method"}

    def _nothing(self, _given: Json) -> Json:
        return {}

    def _auth_test(self, _given: Json) -> Json:
        return {
            "user_id": BOT,
            "bot_id": BOT_ID,
            "team_id": TEAM,
            "user": "deepseek",
            "team": "Team",
            "url": "https://team.example/",
        }

    def _open_connection(self, _given: Json) -> Json:
        return {"url": f"{self.address.replace('http', 'ws', 1)}/socket?ticket={next(self._numbers)}"}

    def _user(self, given: Json) -> Json:
        user = given["user"]
        known = {"id": user, "name": user.lower(), "locale": self.locales.get(user, "en-US")}
        return {"user": {**known, "is_admin": user in self.admins, "team_id": self.teams.get(user, TEAM)}}

    def _group(self, given: Json) -> Json:
        name = given["usergroup"]
        return {"users": self.groups[name]} if name in self.groups else {"error": "no_such_subteam"}

    def _file(self, given: Json) -> Json:
        name = given["file"]
        if name not in self.files:
            return {"error": "file_not_found"}
        upload = self.files[name]
        address = f"{self.elsewhere or self.address}/files/{name}"
        return {
            "file": {"id": name, "name": upload.name, "size": upload.size, "url_private_download": address}
        }

    def _pin(self, given: Json) -> Json:
        place = (given["channel"], given["timestamp"])
        if place in self.pinned:
            return {"error": "already_pinned"}
        self.pinned.add(place)
        return {}

    def _unpin(self, given: Json) -> Json:
        place = (given["channel"], given["timestamp"])
        if place not in self.pinned:
            return {"error": "no_pin"}
        self.pinned.remove(place)
        return {}

    def _pins(self, given: Json) -> Json:
        channel = given["channel"]
        if channel in self.closed:
            return {"error": "not_in_channel"}
        pinned = [each for each in self.messages[channel] if (channel, each["ts"]) in self.pinned]
        return {"items": [{"type": "message", "channel": channel, "message": each} for each in pinned]}

    def _post(self, given: Json) -> Json:
        if fault := fault_of_message(given):
            return {"error": fault}
        channel = given["channel"]
        if channel in self.closed:
            return {"error": "not_in_channel"}
        channel = f"D{channel}" if channel.startswith("U") else channel
        message = {
            **given,
            "type": "message",
            "user": BOT,
            "bot_id": BOT_ID,
            "ts": self.time(),
            "channel": channel,
        }
        self.messages[channel].append(message)
        return {"channel": channel, "ts": message["ts"], "message": message}

    def _post_ephemeral(self, given: Json) -> Json:
        fault = fault_of_message(given)
        return {"error": fault} if fault else {"message_ts": self.time()}

    def _update(self, given: Json) -> Json:
        if fault := fault_of_message(given):
            return {"error": fault}
        for message in self.messages[given["channel"]]:
            if message["ts"] == given["ts"] and message.get("user") == BOT:
                message.update(given)
                return {"channel": given["channel"], "ts": given["ts"]}
        return {"error": "message_not_found"}

    def _delete(self, given: Json) -> Json:
        messages = self.messages[given["channel"]]
        left = [message for message in messages if message["ts"] != given["ts"]]
        self.messages[given["channel"]] = left
        self.pinned.discard((given["channel"], given["ts"]))
        return {} if len(left) < len(messages) else {"error": "message_not_found"}

    def _replies(self, given: Json) -> Json:
        root = given["ts"]
        return _page(
            given, list(self._chosen(given, lambda each: root in (each["ts"], each.get("thread_ts"))))
        )

    def _history(self, given: Json) -> Json:
        return _page(given, list(self._chosen(given, lambda each: not each.get("thread_ts")))[::-1])

    def _chosen(self, given: Json, is_in: Callable[[Json], bool]) -> Iterator[Json]:
        for message in self.messages[given["channel"]]:
            shown = dict(message)
            if str(given.get("include_all_metadata", "")).lower() not in ("true", "1"):
                shown.pop("metadata", None)
            late = float(message["ts"]) > float(given.get("latest") or "inf")
            if is_in(message) and not late and float(message["ts"]) >= float(given.get("oldest") or 0):
                yield shown

    def _view(self, given: Json) -> Json:
        fault = fault_of_view(given["view"])
        return {"error": f"invalid_arguments: {fault}"} if fault else {"view": {"id": self.name("V")}}


def _page(given: Json, found: list[Json]) -> Json:
    """Return so many messages as are asked for at once, and where the rest begins."""
    start = int(given.get("cursor") or 0)
    end = start + int(given.get("limit") or 100)
    rest = {"response_metadata": {"next_cursor": str(end)}} if end < len(found) else {}
    return {"messages": found[start:end], **rest}
