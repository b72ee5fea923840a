"""Start the page and its API: python app.py [--index DIR] [--host H] [--port P]."""

from __future__ import annotations

import argparse
import os
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.settings import BotSettings
from knowledge.errors import KnowledgeError, SettingError
from knowledge.privacy import cover_logs
from knowledge.settings import OTHER_NAMES, KnowledgeSettings, names_of, read_settings, refuse_unknown
from knowledge.versions import IndexFolder

HOST = "127.0.0.1"
PORT = 7860


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until Ctrl-C.

    Returns:
        The exit code: 0, 1 where it could not start, 2 for a wrong command line.
    """
    cover_logs()
    options = _options(arguments)
    try:
        refuse_unknown(os.environ, names_of(KnowledgeSettings) | names_of(BotSettings) | OTHER_NAMES)
        settings = read_settings(KnowledgeSettings, index=options.index)
        bot_settings = read_settings(BotSettings)
        IndexFolder(settings.index).pointer()  # asked before the slow imports: a missing index is the usual mistake
        _serve(settings, bot_settings, _listening(options.host, options.port))
    except KnowledgeError as error:
        print(error.english if os.environ.get("WENCE_LANGUAGE") == "en" else error.chinese, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="app.py", description="打开问策的页面。Serve the page and its API.")
    parser.add_argument("--index", type=Path, metavar="DIR", help="知识库所在目录。Folder of the knowledge base.")
    parser.add_argument("--host", default=HOST, metavar="H", help=f"监听地址，默认 {HOST}。Address to listen on.")
    parser.add_argument("--port", default=PORT, type=int, metavar="P", help=f"端口，默认 {PORT}。Port.")
    return parser.parse_args(arguments)


def _listening(host: str, port: int) -> socket.socket:
    """Return a socket bound to the address; taken early, so that a port in use is said before anything is loaded.

    Raises:
        SettingError: the address is in use, or is none of this machine.
    """
    other = port + 1 if 0 <= port < 65535 else PORT
    try:
        if not 0 <= port <= 65535:  # the system would take it modulo 65536 and listen somewhere else
            raise OverflowError("0-65535")
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        bound = socket.socket(family, kind, protocol)
        if os.name == "posix":  # on Windows the option would let two programs share the port
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
        bound.listen()
    except (OSError, OverflowError) as exc:
        raise SettingError(
            f"{host}:{port} 用不了（{exc}）：可能已经被别的程序占用。请关掉那个程序，或换一个端口，例如 python app.py --port {other}",
            f"Cannot listen on {host}:{port} ({exc}); it may be in use. Stop that program or take another port, e.g. python app.py --port {other}",
        ) from exc
    return bound


def _serve(settings: KnowledgeSettings, bot_settings: BotSettings, listening: socket.socket) -> None:
    print("正在启动……", flush=True)
    import uvicorn

    from bot.assembly import build_bot
    from web.server import create_app
    from web.store import Store, StoreSettings

    class Server(uvicorn.Server):
        """Says where the page is once it really answers."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets=sockets)
            if self.started:
                host, port = listening.getsockname()[:2]
                shown = f"[{host}]" if ":" in host else host
                print(f"问策已启动：http://{shown}:{port}  （按 Ctrl+C 停止）", flush=True)

    bot = build_bot(settings, bot_settings)
    bot.version()  # opens the base: what is wrong with it is said here, and the first question doesn't wait for it
    if bot.degraded():
        print(bot.degraded(), flush=True)
    app = create_app(bot, bot.version, store=Store(read_settings(StoreSettings).state))
    # Open pages hold a connection each; without a limit Ctrl-C would wait for the last of them.
    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=2)
    Server(config).run(sockets=[listening])


if __name__ == "__main__":
    sys.exit(main())
