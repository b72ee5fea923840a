"""A real HTTP server that speaks the OpenAI chat protocol, honestly or not.

What it says is a script in which {1}, {2}, ... stand for the handles that the prompt gave to the passages, in their order.
"""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HANDLE = re.compile(r"<资料 \[(\w+)\]>")


@dataclass(kw_only=True)
class Script:
    """How the server answers a request."""

    text: str = ""
    piece_chars: int = 3
    """Characters a streamed piece."""
    status: int = 200
    body: bytes | None = None
    """Sent as it is, instead of an answer in the protocol."""
    hang_before: bool = False
    hang_after_pieces: int | None = None
    cut_after_pieces: int | None = None
    """Close the connection without a word after so many pieces."""
    piece_delay_s: float = 0.0


@dataclass
class ModelServer:
    """The running server: its address, what it was sent, what it will say."""

    base_url: str
    script: Script = field(default_factory=Script)
    requests: list[dict] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def prompt(self) -> str:
        return "\n".join(str(m["content"]) for m in self.requests[-1]["messages"])


def _said(script: Script, request: dict) -> str:
    prompt = "\n".join(str(m["content"]) for m in request["messages"])
    handles = HANDLE.findall(prompt)
    return re.sub(r"\{(\d+)\}", lambda m: handles[int(m[1]) - 1], script.text)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "_Server"

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent."""

    def do_POST(self) -> None:
        model, script = self.server.model, self.server.model.script
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        model.requests.append({**request, "authorization": self.headers["Authorization"], "path": self.path})
        if script.hang_before:
            model.stop.wait()
            return
        if script.status != 200:
            self._send(
                "application/json", json.dumps({"error": {"message": "no", "type": "t"}}).encode(), script.status
            )
        elif script.body is not None:
            self._send("text/html", script.body)
        elif request.get("stream"):
            self._stream(script, _said(script, request))
        else:
            message = {"role": "assistant", "content": _said(script, request)}
            choice = {"index": 0, "message": message, "finish_reason": "stop"}
            self._send(
                "application/json", json.dumps({"id": "x", "object": "chat.completion", "choices": [choice]}).encode()
            )

    def _send(self, kind: str, body: bytes, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _stream(self, script: Script, text: str) -> None:
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        pieces = [text[i : i + script.piece_chars] for i in range(0, len(text), script.piece_chars)]
        for number, piece in enumerate(pieces):
            if number == script.hang_after_pieces:
                self.server.model.stop.wait()
                return
            if number == script.cut_after_pieces:
                return
            self.server.model.stop.wait(script.piece_delay_s)
            if not self._event({"delta": {"role": "assistant", "content": piece}, "finish_reason": None}):
                return
        if self._event({"delta": {}, "finish_reason": "stop"}):
            self.wfile.write(b"data: [DONE]\n\n")

    def _event(self, choice: dict) -> bool:
        event = {
            "id": "x",
            "object": "chat.completion.chunk",
            "created": 0,
            "model": "m",
            "choices": [{"index": 0, **choice}],
        }
        try:
            self.wfile.write(f"data: {json.dumps(event)}\n\n".encode())
            self.wfile.flush()
        except OSError:  # the client has gone
            return False
        return True


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    model: ModelServer


@contextmanager
def running() -> Iterator[ModelServer]:
    """Run a server on a free port of this machine."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.model = ModelServer(f"http://127.0.0.1:{server.server_address[1]}/v1")
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server.model
    finally:
        server.model.stop.set()
        server.shutdown()
        server.server_close()
