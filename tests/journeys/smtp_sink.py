"""A mail server on the loopback that keeps what it is given, or falls silent where it is told to."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class Sink:
    """What has been received; `silent_after` mails are answered, the next one is taken but never acknowledged."""

    port: int = 0
    mails: list[str] = field(default_factory=list)
    silent_after: int | None = None
    stuck: threading.Event = field(default_factory=threading.Event)
    released: threading.Event = field(default_factory=threading.Event)


class _Session(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as a client needs to hand over a mail."""

    def handle(self) -> None:
        """Answers line by line until the client leaves."""
        self._say("220 sink")
        while line := self.rfile.readline().decode().strip():
            verb = line.split()[0].upper()
            if verb == "QUIT":
                self._say("221 bye")
                return
            if verb == "DATA":
                self._data()
            else:
                self._say("250 sink" if verb in {"EHLO", "HELO"} else "250 ok")

    def _data(self) -> None:
        sink: Sink = self.server.sink  # type: ignore[attr-defined]
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline().decode()) not in {".\r\n", ""}:
            lines.append(line)
        sink.mails.append("".join(lines))
        if sink.silent_after is not None and len(sink.mails) > sink.silent_after:
            sink.stuck.set()
            sink.released.wait(60)
        else:
            self._say("250 kept")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


@contextmanager
def smtp_sink(silent_after: int | None = None) -> Iterator[Sink]:
    """A running sink; its port is in `port`."""
    with _Server(("127.0.0.1", 0), _Session) as server:
        sink = Sink(port=server.server_address[1], silent_after=silent_after)
        server.sink = sink  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield sink
        finally:
            sink.released.set()
            server.shutdown()
            thread.join()
