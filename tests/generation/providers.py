"""What providers send over their wires, for a server on this machine that plays their models."""

import json
from typing import Any

from tests.generation.servers import Play, Request, Wire


class DeepSeekWire(Wire):
    """DeepSeek's: OpenAI's language at another path, with thoughts in a field of their own."""

    path_asked = "/chat/completions"
    path_told = ""


class AnthropicWire(Wire):
    """Anthropic's: events with names; the system's words apart from the messages; thoughts in blocks before the text."""

    path_asked = "/v1/messages"
    path_told = ""

    def heard(self, request: Request) -> Request:
        told = {"role": "system", "content": _plain(request["system"])}
        given = [{**each, "content": _plain(each["content"])} for each in request["messages"]]
        return {**request, "messages": [told, *given]}

    def begin(self, play: Play, *, calling: bool) -> None:
        message: dict[str, Any] = {
            "id": "m", "type": "message", "role": "assistant", "model": "played", "content": [], "stop_reason": None,
            "stop_sequence": None, "usage": {"input_tokens": 1000, "output_tokens": 1},
        }  # fmt: skip
        self._named("message_start", message=message)
        self._place = 0
        if play.thoughts:
            self._open({"type": "thinking", "thinking": "", "signature": ""})
            self._add({"type": "thinking_delta", "thinking": play.thoughts})
            self._add({"type": "signature_delta", "signature": "c2lnbmVk"})
            self._close()
        called = {"type": "tool_use", "id": "t", "name": "Draft", "input": {}}
        self._open(called if calling else {"type": "text", "text": ""})

    def say(self, piece: str, *, calling: bool, begins: bool) -> None:
        self._add(
            {"type": "input_json_delta", "partial_json": piece}
            if calling
            else {"type": "text_delta", "text": piece}
        )

    def end(self, play: Play) -> None:
        self._close()
        ended = {"stop_reason": "end_turn", "stop_sequence": None}
        self._named("message_delta", delta=ended, usage={"input_tokens": 1000, "output_tokens": 100})
        self._named("message_stop")

    def _open(self, block: dict[str, Any]) -> None:
        self._named("content_block_start", index=self._place, content_block=block)

    def _add(self, delta: dict[str, Any]) -> None:
        self._named("content_block_delta", index=self._place, delta=delta)

    def _close(self) -> None:
        self._named("content_block_stop", index=self._place)
        self._place += 1

    def _named(self, name: str, **values: Any) -> None:
        self.wfile.write(f"event: {name}\ndata: {json.dumps({'type': name, **values})}\n\n".encode())
        self.wfile.flush()


class OllamaWire(Wire):
    """Ollama's: a line of JSON each; thoughts in a field of the message."""

    path_asked = "/api/chat"
    path_told = ""
    content_type = "application/x-ndjson"

    def begin(self, play: Play, *, calling: bool) -> None:
        if play.thoughts:
            self._line({"role": "assistant", "content": "", "thinking": play.thoughts})

    def say(self, piece: str, *, calling: bool, begins: bool) -> None:
        self._line({"role": "assistant", "content": piece})

    def end(self, play: Play) -> None:
        counted = {"prompt_eval_count": 1000, "eval_count": 100}
        self._line({"role": "assistant", "content": ""}, done=True, done_reason="stop", **counted)

    def _line(self, message: dict[str, Any], **more: Any) -> None:
        line = {"model": "played", "created_at": "2025-01-31T12:00:00Z", "message": message, "done": False}
        self.wfile.write(json.dumps({**line, **more}).encode() + b"\n")
        self.wfile.flush()


def _plain(content: str | list[dict[str, Any]]) -> str:
    return content if isinstance(content, str) else "".join(block["text"] for block in content)
