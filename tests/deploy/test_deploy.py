"""What `deploy/` says holds of the project: files, commands, settings, and that systemd takes the units."""

from __future__ import annotations

import importlib.util
import re
import shutil
import socket
import subprocess
from pathlib import Path
from types import ModuleType

import click
import pytest

from server import serve
from thidua.cli import main
from thidua.settings import SETTINGS

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted(path.name for path in DEPLOY.glob("thidua*.*"))
CONTAINERFILE = (DEPLOY / "Containerfile").read_text(encoding="utf-8")


def instructions(name: str) -> list[str]:
    joined = CONTAINERFILE.replace("\\\n", " ")
    return [line.removeprefix(f"{name} ") for line in joined.splitlines() if line.startswith(f"{name} ")]


def test_what_the_container_copies_is_there_and_no_package_is_forgotten() -> None:
    copied = [word for line in instructions("COPY") if "--from" not in line for word in line.split()[:-1]]
    assert [name for name in copied if not (ROOT / name).exists()] == []
    packages = {path.parent.name for path in ROOT.glob("*/py.typed")}
    assert packages <= set(copied)


def test_what_pyproject_needs_to_be_installed_is_copied() -> None:
    copied = " ".join(instructions("COPY"))
    for name in ("README.md", "LICENSE", "LICENSE-DATA", "requirements.lock"):
        assert name in copied


def test_the_container_is_of_a_named_version_without_a_registry_and_without_privileges() -> None:
    for image in (line.split()[0] for line in instructions("FROM")):
        assert re.fullmatch(r"python:3\.\d+-slim-\w+|node:\d+-\w+-slim", image)
    assert instructions("USER") == ["10001:10001"]
    assert "healthcheck.py" in instructions("HEALTHCHECK")[0]


def commands() -> list[str]:
    """The commands of `thidua` that units and the container run."""
    text = "".join((DEPLOY / name).read_text(encoding="utf-8") for name in UNITS)
    return [*re.findall(r"bin/thidua (\w+)", text), re.findall(r'CMD \["(\w+)"\]', CONTAINERFILE)[-1]]


def test_commands_that_are_run_exist() -> None:
    assert isinstance(main, click.Group)
    assert {"serve", "build"} == set(commands()) <= set(main.commands)


@pytest.mark.parametrize("path", sorted(DEPLOY.iterdir()), ids=lambda path: path.name)
def test_variables_that_are_set_are_those_of_settings(path: Path) -> None:
    known = {setting.variable for setting in SETTINGS.values()}
    assert set(re.findall(r"THIDUA_\w+", path.read_text(encoding="utf-8"))) <= known


@pytest.mark.parametrize("unit", UNITS)
def test_systemd_takes_the_unit(unit: str, tmp_path: Path) -> None:
    """Of copies whose program is there."""
    verify = shutil.which("systemd-analyze")
    if verify is None:
        pytest.skip("systemd-analyze is not here")
    for name in UNITS:
        text = (DEPLOY / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace("/opt/thidua/.venv/bin/thidua", "/bin/true"), encoding="utf-8")
    run = subprocess.run([verify, "verify", tmp_path / unit], capture_output=True, text=True, check=False)
    assert [line for line in run.stderr.splitlines() if unit in line] == []
    assert run.returncode == 0


@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit.endswith(".service")])
def test_service_is_hardened(unit: str) -> None:
    lines = (DEPLOY / unit).read_text(encoding="utf-8").splitlines()
    for line in (
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "CapabilityBoundingSet=",
        "PrivateTmp=yes",
        "User=thidua",
    ):
        assert line in lines
    assert any(line.startswith("MemoryMax=") for line in lines)


def test_the_unit_waits_longer_for_the_end_than_the_server_gives_its_requests() -> None:
    seconds = re.search(r"TimeoutStopSec=(\d+)", (DEPLOY / "thidua.service").read_text(encoding="utf-8"))
    assert seconds is not None
    assert int(seconds[1]) > serve.STOP_WITHIN


@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not here")
def test_nginx_takes_the_example(tmp_path: Path) -> None:
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    text = re.sub(
        r"^\s*(ssl_certificate(_key)?) .*$",
        "",
        text.replace("443 ssl http2", "8443").replace("listen 80;", "listen 8080;").replace(":80;", ":8080;"),
        flags=re.MULTILINE,
    )
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = " ".join(f"{kind}_temp_path {tmp_path}/{kind};" for kind in kinds)
    whole = f"pid {tmp_path}/pid; error_log stderr; events {{}}\nhttp {{ access_log off; {places}\n{text}\n}}\n"
    (tmp_path / "nginx.conf").write_text(whole, encoding="utf-8")
    run = subprocess.run(["nginx", "-t", "-c", tmp_path / "nginx.conf"], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


def healthcheck() -> ModuleType:
    spec = importlib.util.spec_from_file_location("healthcheck", DEPLOY / "healthcheck.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_health_check_fails_where_nothing_listens(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))  # bound and not listened on
        monkeypatch.setenv("THIDUA_PORT", str(unused.getsockname()[1]))
        assert healthcheck().main() == 1
    assert "/ready" in capsys.readouterr().err
