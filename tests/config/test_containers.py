"""The containers' files hold no secret and no root, and their commands run on a real PostgreSQL and Redis."""

import os
import re
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.faults.servers import LOOPBACK, ROOT, Postgres, Redis, Server, folder_of_its_own, free_port, manage

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = ("migrate", "web", "worker", "beat")
SECRET = re.compile(r"PASSWORD|SECRET|DATABASE_URL|REDIS_URL")
HOST = "forum.example.org"


class Container(Server):
    """A service's own command, on this machine."""

    def __init__(self, name: str, folder: Path, environment: Mapping[str, str]) -> None:
        self.folder = folder
        program, *words = SERVICES[name]["command"]
        super().__init__([str(ROOT / ".venv" / "bin" / program), *words], folder, environment)
        self.log_path = folder / f"{name}.log"

    def is_ready(self) -> bool:
        """Return whether its own health check says so, or it has none to say before minutes have passed."""
        return "gunicorn" not in self.command[-3] or _get(int(self.environment["PORT"]), "/readyz") is not None


def test_every_secret_comes_from_the_environment() -> None:
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            assert not SECRET.search(name) or "${" in value


def test_compose_refuses_to_start_without_its_secrets() -> None:
    written = (ROOT / "docker-compose.yml").read_text()
    for name in ("SITE_HOST", "SECRET_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD", "EMAIL_HOST", "ACME_EMAIL"):
        assert re.search(rf"\${{{name}:\?", written)


def test_example_names_each_variable_and_holds_no_secret() -> None:
    asked = set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))
    example = dict(line.split("=", 1) for line in _lines(".env.example"))
    assert set(example) == asked
    assert all(not value for name, value in example.items() if SECRET.search(name))


def test_every_service_that_stays_has_a_health_check() -> None:
    assert [name for name, service in SERVICES.items() if "healthcheck" not in service] == ["migrate"]


def test_ours_run_with_the_least_rights() -> None:
    for name in OURS:
        assert SERVICES[name]["read_only"]
        assert SERVICES[name]["cap_drop"] == ["ALL"]
        assert SERVICES[name]["security_opt"] == ["no-new-privileges:true"]


def test_only_the_proxy_is_open_to_the_world() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["caddy"]


def test_pages_wait_for_the_tables() -> None:
    for name in ("web", "worker", "beat"):
        assert SERVICES[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert SERVICES["migrate"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}


def test_every_volume_is_declared() -> None:
    named = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert {name for name in named if not name.startswith(".")} == set(COMPOSE["volumes"])


def test_image_is_made_in_stages_and_runs_as_no_root() -> None:
    lines = _lines("Dockerfile")
    stages = [index for index, line in enumerate(lines) if line.startswith("FROM ")]
    last = lines[stages[-1] :]
    assert len(stages) == 2
    assert "USER 10001" in last
    assert not any(line.startswith("USER") and "root" in line for line in last)
    assert not any("SECRET" in line or "PASSWORD" in line for line in last)


def test_image_holds_every_part_of_the_forum_and_no_more() -> None:
    kept = {line[1:] for line in _lines(".dockerignore") if line.startswith("!")}
    assert kept >= {"accounts", "config", "forum", "moderation", "outbox", "static", "templates", "manage.py"}
    assert not kept & {".git", ".env", "tests", "var", ".venv"}


def test_access_log_of_the_proxy_holds_neither_page_nor_address() -> None:
    deleted = set(re.findall(r"^\s*(request>\w+) delete$", (ROOT / "Caddyfile").read_text(), re.MULTILINE))
    assert deleted >= {"request>uri", "request>headers", "request>remote_ip", "request>client_ip"}


@pytest.fixture(scope="module")
def environment() -> Iterator[dict[str, str]]:
    """Return what compose gives to each container of ours, on servers of the test's own."""
    with folder_of_its_own() as folder:
        postgres, redis = Postgres(folder), Redis(folder)
        redis.start()
        given = {
            **{name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}},
            **{name: re.sub(r"\$\{.*\}", "x" * 60, str(value)) for name, value in _environment("web").items()},
            "ALLOWED_HOSTS": HOST,
            "DATABASE_URL": postgres.url,
            "REDIS_URL": redis.url,
            "HOST": LOOPBACK,
            "EMAIL_PORT": "9",
            "EMAIL_HOST": LOOPBACK,
            "EMAIL_USE_TLS": "0",
            "PORT": str(free_port()),
            "VAR_DIR": str(folder / "var"),
            "STATIC_ROOT": str(folder / "static"),
        }
        (folder / "var" / "beat").mkdir(parents=True)
        manage(given, "collectstatic", "--no-input", "--verbosity", "0")
        manage(given, *SERVICES["migrate"]["command"][2:])
        yield given
        redis.stop()
        postgres.stop()


@pytest.mark.fault
def test_containers_commands_serve_and_deliver_on_real_servers(environment: dict[str, str], tmp_path: Path) -> None:
    names = ("web", "worker", "beat")
    containers = [Container(name, tmp_path, environment) for name in names]
    try:
        for container in containers:
            container.start()
        answer = _get(int(environment["PORT"]), "/readyz")
        manage(environment, "probe", "web")
        manage(environment, "probe", "worker")
    finally:
        for container in containers:
            container.stop()
    assert answer == '{"database": "ok", "broker": "ok"}'
    assert not re.search("Traceback|Unrecoverable", "".join(container.log() for container in containers))


@pytest.mark.fault
def test_probe_of_a_web_server_that_is_gone_fails_in_one_line(environment: dict[str, str]) -> None:
    with pytest.raises(AssertionError, match=r"^CommandError: The web server does not answer: URLError\s*$"):
        manage({**environment, "PORT": str(free_port())}, "probe", "web")


def _environment(name: str) -> dict[str, str]:
    found: dict[str, str] = SERVICES[name]["environment"]
    return found


def _lines(name: str) -> list[str]:
    written = (ROOT / name).read_text().splitlines()
    return [line.strip() for line in written if line.strip() and not line.startswith("#")]


def _get(port: int, path: str) -> str | None:
    headers = {"Host": HOST, "X-Forwarded-Proto": "https"}
    try:
        asked = urllib.request.Request(f"http://{LOOPBACK}:{port}{path}", headers=headers)
        with urllib.request.urlopen(asked, timeout=5) as answer:
            return str(answer.read().decode())
    except OSError:
        return None
