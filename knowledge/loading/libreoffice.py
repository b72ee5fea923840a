"""Old office files through LibreOffice, where it is installed: one conversion a call, by itself, offline, within a time limit."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from knowledge.errors import LoadError

START_S = 30.0
SECONDS_A_MEGABYTE = 2.0
_PROGRAMS = ("soffice", "libreoffice")
_PLACES = (
    Path("C:/Program Files/LibreOffice/program/soffice.exe"),
    Path("C:/Program Files (x86)/LibreOffice/program/soffice.exe"),
    Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
)
# A profile of its own for each call: no macro runs, no link is followed, and a request would go to a proxy that isn't there.
_SETTINGS = (
    ("/org.openoffice.Inet/Settings", "ooInetProxyType", "2"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("/org.openoffice.Inet/Settings", "ooInetNoProxy", ""),
    ("/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
)
_ITEM = '<item oor:path="{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">'
    f"{''.join(_ITEM.format(*setting) for setting in _SETTINGS)}</oor:items>\n"
)


def installed() -> str | None:
    """The program's path; None where LibreOffice isn't installed."""
    found = next((path for name in _PROGRAMS if (path := shutil.which(name))), None)
    return found or next((str(path) for path in _PLACES if path.is_file()), None)


def converted(raw: bytes, suffix: str, target: str, name: str) -> bytes:
    """The file as LibreOffice writes it in another format.

    Args:
        raw: The file.
        suffix: Its true suffix, with the dot.
        target: Suffix to convert to, without the dot: docx or pptx.
        name: The file's name, for messages.

    Raises:
        LoadError: LibreOffice isn't installed, can't read the file, or takes too long.
    """
    program = installed()
    if program is None:
        raise LoadError(
            f"{name} 是旧版格式，要有 LibreOffice 才能读：请安装 LibreOffice（免费）后重试，或用 Word、WPS 打开，另存为 .{target} 后导入。",
            f"{name} is of an older format that needs LibreOffice: install it (it is free), or save the file as .{target}.",
        )
    with tempfile.TemporaryDirectory(prefix="wence-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        source = place / f"file{suffix}"
        source.write_bytes(raw)
        profile = place / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        limit_s = START_S + SECONDS_A_MEGABYTE * len(raw) / 1_000_000
        _run(_command(program, profile, source, target), place, limit_s, name)
        written = place / "out" / f"file.{target}"
        if not written.is_file():
            raise LoadError(
                f"{name} 用 LibreOffice 也打不开，可能加了密码、已损坏或不是 Word/WPS 文件：请用 Word、WPS 打开，另存为 .{target} 后导入。",
                f"LibreOffice can't open {name}: it may be protected, damaged, or no such file; save it as .{target}.",
            )
        return written.read_bytes()


def _command(program: str, profile: Path, source: Path, target: str) -> list[str]:
    return [
        program,
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--norestore",
        "--nologo",
        "--nodefault",
        "--nolockcheck",
        "--convert-to",
        target,
        "--outdir",
        str(source.parent / "out"),
        str(source),
    ]


def _run(command: list[str], home: Path, limit_s: float, name: str) -> None:
    """Run to the end, or kill the program with all that it started."""
    if os.name != "nt":
        # Where this process is killed itself, the system ends a conversion that goes round in circles.
        command = ["/bin/sh", "-c", 'ulimit -t "$0"; exec "$@"', str(int(2 * limit_s) + 1), *command]
    environment = {**os.environ, "HOME": str(home), "SAL_USE_VCLPLUGIN": "svp"}
    try:
        process = subprocess.Popen(
            command,
            cwd=home,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as exc:
        raise LoadError(
            f"{name} 要用 LibreOffice 读，但 LibreOffice 启动不了（{exc.strerror}）：请重新安装，或另存为新格式后导入。",
            f"LibreOffice, needed for {name}, can't be started ({exc.strerror}): install it again.",
        ) from exc
    try:
        process.wait(limit_s)
    except subprocess.TimeoutExpired as exc:
        raise LoadError(
            f"{name} 用 LibreOffice 转换超过 {limit_s:.0f} 秒，已停止：请用 Word、WPS 打开，另存为新格式后导入。",
            f"LibreOffice took more than {limit_s:.0f} s for {name} and was stopped: save it in a newer format.",
        ) from exc
    finally:
        _kill(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the program's whole process group, also one whose first process has ended."""
    if os.name == "nt":
        if process.poll() is None:
            subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        with suppress(ProcessLookupError, PermissionError):  # all have ended
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
