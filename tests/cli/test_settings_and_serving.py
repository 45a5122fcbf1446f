"""The table of settings, and how `serve` and `demo` hand them on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from graph_store.releases import ReleaseStore
from server import serve as serving
from server.config import ServerConfig
from thidua import build as build_module
from thidua import cli
from thidua.settings import BUILD, REMOTE, SERVER, SETTINGS, Setting
from thidua.spread import Spread

Run = Callable[..., Result]


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[ServerConfig]:
    """The configurations that the server was started with, instead of starting it."""
    configs: list[ServerConfig] = []
    monkeypatch.setattr(serving, "serve", configs.append)
    return configs


def test_settings_of_the_server_are_the_fields_of_its_configuration_with_the_same_defaults() -> None:
    assert ["store", *SERVER] == [field.name for field in fields(ServerConfig)]
    config = ServerConfig(store=Path("data"))
    assert {name: SETTINGS[name].default for name in ("store", *SERVER)} == {
        field.name: getattr(config, field.name) for field in fields(ServerConfig)
    }


def test_every_setting_belongs_to_all_commands_or_to_those_that_build_publish_or_serve() -> None:
    assert set(SETTINGS) == {"store", *BUILD, *REMOTE, *SERVER}


def command_of(setting: Setting) -> str:
    """A command that the setting concerns."""
    return "build" if setting.name in BUILD else "publish" if setting.name in REMOTE else "serve"


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=lambda setting: setting.name)
def test_setting_is_documented_in_the_help_of_its_command_with_its_variable(run: Run, setting: Setting) -> None:
    text = " ".join(run(command_of(setting), "--help").stdout.split())
    assert f"{setting.option} " in text
    assert f"env var: {setting.variable}" in text


def test_build_hands_on_where_to_extract(run: Run, articles: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spreads: list[Spread] = []
    real = build_module.build

    def build(*arguments: Any, **options: Any) -> build_module.BuildReport:
        spreads.append(arguments[-1])
        return real(*arguments[:-1], **options)

    monkeypatch.setattr(build_module, "build", build)
    monkeypatch.setenv("THIDUA_WORKERS", "3")
    run("build", articles, "--store", root)
    run("build", articles, "--store", root, "--workers", 2, "--cluster", "tcp://127.0.0.1:1", "--cluster-deadline", 5)
    assert spreads == [Spread(3, None, 30), Spread(2, "tcp://127.0.0.1:1", 5)]


def test_serve_hands_on_options_and_environment(
    run: Run, built: Path, served: list[ServerConfig], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THIDUA_STORE", str(built))
    monkeypatch.setenv("THIDUA_PORT", "9001")
    monkeypatch.setenv("THIDUA_PAGE_SIZE", "7")
    assert run("serve", "--port", "9002").exit_code == 0
    assert served == [ServerConfig(store=built, port=9002, page_size=7)]


@pytest.mark.parametrize(
    ("option", "value"), [("--port", "70000"), ("--port", "x"), ("--query-seconds", "0"), ("--graph-in", "air")]
)
def test_setting_out_of_range_is_refused_with_its_name(run: Run, built: Path, option: str, value: str) -> None:
    result = run("serve", option, value, "--store", built)
    assert result.exit_code == 2
    assert f"Invalid value for '{option}'" in result.stderr


def test_demo_builds_the_corpus_and_serves_it(
    run: Run, articles: Path, root: Path, served: list[ServerConfig], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "DEMO", articles.parent)
    (articles.parent / "sources.jsonl").write_text('{"id": "kinh-te", "publisher": "Báo Kiên Giang"}\n')
    result = run("demo", "--store", root)
    assert result.exit_code == 0, result.output
    assert ReleaseStore(root).current().manifest.articles == 3
    assert served == [ServerConfig(store=root)]


def test_demo_without_a_checkout_says_what_it_needs(
    run: Run, tmp_path: Path, root: Path, served: list[ServerConfig], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "DEMO", tmp_path / "corpus")
    result = run("demo", "--store", root)
    assert result.exit_code == 2
    assert "no such folder; `thidua demo` needs a checkout of the project" in result.stderr
    assert served == []


def test_ctrl_c_outside_a_build_exits_130_without_a_traceback(
    run: Run, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(config: ServerConfig) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(serving, "serve", interrupted)
    result = run("serve", "--store", built)
    assert result.exit_code == 130
    assert result.stderr.strip() == "thidua: interrupted"


def test_every_command_of_the_design_is_there_and_says_what_it_does(run: Run) -> None:
    text = run("--help").stdout
    for name in ("build", "serve", "demo", "claims", "query", "export", "validate", "releases", "backup", "restore"):
        assert f"  {name} " in text
        assert run(name, "--help").exit_code == 0
