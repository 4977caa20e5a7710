"""`deepseek-bot run` as a process of its own, told where Slack is by the environment alone."""

import asyncio
import os
import signal
import sys
import time
from pathlib import Path

import aiohttp

from tests.slack.running import free_port
from tests.slack.workspace import APP_TOKEN, SECRET, TOKEN, Workspace

ROOT = Path(__file__).parents[2]


class Process:
    """A bot that runs; what it says on standard error is kept."""

    def __init__(self, process: asyncio.subprocess.Process, log: Path, port: int) -> None:
        self.process = process
        self.log = log
        self.port = port

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal and return the exit status."""
        if self.process.returncode is None:
            self.process.send_signal(number)
        return await asyncio.wait_for(self.process.wait(), 30)

    async def ready(self, session: aiohttp.ClientSession) -> None:
        """Wait until it answers by HTTP. Raises AssertionError with what it has said."""
        until = time.monotonic() + 60
        while time.monotonic() < until and self.process.returncode is None:
            try:
                async with session.get(f"{self.address}/readyz") as response:
                    if response.status == 200:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.1)
        raise AssertionError(self.log.read_text())

    def memory(self) -> int:
        """Return its resident memory in kilobytes."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1])


async def start(
    slack: Workspace, corpus: Path, data: Path, here: Path, *, mode: str = "socket", **settings: str
) -> Process:
    """Start the bot in an empty folder; `settings` are further variables."""
    os.makedirs(here, exist_ok=True)  # noqa: PTH103 - nothing else runs yet
    port = free_port()
    tokens = {"SLACK_BOT_TOKEN": TOKEN}
    tokens |= {"SLACK_APP_TOKEN": APP_TOKEN} if mode == "socket" else {"SLACK_SIGNING_SECRET": SECRET}
    environment = {
        **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
        "PYTHONPATH": str(ROOT),
        "OMP_WAIT_POLICY": "passive",
        "DEEPSEEK_BOT__SLACK__API": f"{slack.address}/api/",
        "DEEPSEEK_BOT__SLACK__HOST": "127.0.0.1",
        "DEEPSEEK_BOT__SLACK__PORT": str(port),
        **tokens,
        **settings,
    }
    log = here / "log.txt"
    command = [str(Path(sys.executable).with_name("deepseek-bot"))]
    with log.open("w") as written:
        process = await asyncio.create_subprocess_exec(
            *command,
            "--corpus",
            str(corpus),
            "--data",
            str(data),
            "run",
            cwd=here,
            env=environment,
            stdout=written,
            stderr=written,
            stdin=asyncio.subprocess.DEVNULL,
        )
    return Process(process, log, port)
