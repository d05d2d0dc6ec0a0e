"""A sample forum and the web server before it, on the settings of production."""

import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

from config import embedded

ROOT = Path(__file__).resolve().parent.parent
WORKERS = 2
# What production brings; all else is as config/gunicorn.py and docker-compose.yml have it. Without a Redis the nudges
# go through files.
PRODUCTION = {
    "DEMO": "0",
    "ALLOWED_HOSTS": "127.0.0.1",
    "SITE_URL": "https://127.0.0.1",
    "TRUSTED_PROXIES": "1",
    "WEB_WORKERS": str(WORKERS),
    "DJANGO_SETTINGS_MODULE": "config.settings",
}
PATIENCE = 60.0  # seconds


class Forum:
    """One sample in a database of its own; its servers answer at ports of their own."""

    def __init__(self, folder: Path, scale: float) -> None:
        self.folder, self.scale = folder, scale
        secret = {"SECRET_KEY": secrets.token_urlsafe(64), "VAR_DIR": str(folder)}
        self.env = {**os.environ, **PRODUCTION, **secret, "STATIC_ROOT": str(folder.parent / "static")}
        self.servers: list[Server] = []

    def build(self) -> None:
        """Make the database and fill it."""
        if "DATABASE_URL" not in os.environ:
            embedded.ensure(self.folder)  # held until we are done
        self._manage("migrate", "--verbosity=0")
        self._manage("collectstatic", "--no-input", "--verbosity=0")
        self._manage("build_sample", f"--scale={self.scale}")

    def serve(self, **env: str) -> "Server":
        """Start a web server, with `env` besides."""
        server = Server(self.folder / f"web-{len(self.servers)}.log", {**self.env, **env})
        self.servers.append(server)
        return server

    def look(self) -> dict[str, Any]:
        """Return what `bench.look` says of it."""
        said = subprocess.run(
            [sys.executable, "-m", "bench.look"], cwd=ROOT, env=self.env, check=True, capture_output=True, text=True
        )
        found: dict[str, Any] = json.loads(said.stdout.splitlines()[-1])
        return found

    def end(self) -> None:
        """Stop the servers and let go of the database."""
        for server in self.servers:
            server.stop()
        embedded.release(self.folder)

    def _manage(self, *words: str) -> None:
        subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=self.env, check=True)


class Server:
    """Gunicorn as production runs it, but that no worker is replaced for its age in the middle of a round."""

    def __init__(self, log: Path, env: dict[str, str]) -> None:
        self.port = _free_port()
        with log.open("wb") as file:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "gunicorn", "--config", "python:config.gunicorn"),
                    *("--max-requests", "0", "--max-requests-jitter", "0", "bench.wsgi:application"),
                ],
                cwd=ROOT,
                env={**env, "PORT": str(self.port)},
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
            )
        self._await()

    def workers(self) -> list[int]:
        """Return the process ids of the workers."""
        pid = self.process.pid
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def memory(self) -> list[tuple[float, float]]:
        """Return for each worker how many megabytes it holds, and how many of them are its own alone."""
        return [_megabytes(pid) for pid in self.workers()]

    def cpu(self) -> float:
        """Return how many seconds of a processor the workers have had."""
        ticks = 0
        for pid in self.workers():
            user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
            ticks += int(user) + int(system)
        return ticks / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait(PATIENCE)

    def _await(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.process.poll() is None:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5).close()
            except OSError:
                time.sleep(0.1)
            else:
                return
        message = "The web server did not start."
        raise RuntimeError(message)


def _megabytes(pid: int) -> tuple[float, float]:
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    sizes = {name: int(rest.split()[0]) for name, _, rest in (line.partition(":") for line in text.splitlines()[1:])}
    return sizes["Rss"] / 1024, (sizes["Private_Clean"] + sizes["Private_Dirty"]) / 1024


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
