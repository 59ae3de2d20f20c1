"""The production files name what the settings need, and what really exists."""

import re

import pytest
import yaml

from config import settings
from config.local.place import ROOT
from config.local.processes import QUEUES

COMPOSE = (ROOT / "docker-compose.yml").read_text()
SERVICES = yaml.safe_load(COMPOSE)["services"]
OURS = ("set_up", "web", "worker", "checks", "asked", "beat")


@pytest.mark.parametrize("name", OURS)
def test_every_service_of_ours_gets_what_production_requires(name):
    assert set(settings.REQUIRED_IN_PRODUCTION) <= set(SERVICES[name]["environment"])


def test_the_fork_server_gets_no_variable_and_shares_no_network_with_our_servers():
    assert SERVICES["engine"]["environment"] == {}
    assert SERVICES["engine"]["networks"] == ["sources"]
    assert [name for name, service in SERVICES.items() if "sources" in service.get("networks", [])] == ["engine"]


def test_the_fork_server_and_the_checks_worker_share_socket_and_data():
    socket = SERVICES["checks"]["environment"]["CHECKS_SOCKET"]
    assert SERVICES["engine"]["command"].endswith(f"--socket {socket}")
    assert SERVICES["engine"]["volumes"] == SERVICES["checks"]["volumes"]
    assert any(volume.endswith(":/data:ro") for volume in SERVICES["engine"]["volumes"])


@pytest.mark.parametrize("name", QUEUES)
def test_a_worker_drains_each_queue(name):
    assert f"-Q {QUEUES[name]} " in SERVICES[name]["command"]
    assert SERVICES[name]["environment"]["QUEUE"] == QUEUES[name]


def test_the_health_check_of_the_web_asks_by_a_name_that_is_allowed():
    assert "'Host':'localhost'" in SERVICES["web"]["healthcheck"]["test"]
    assert SERVICES["web"]["environment"]["ALLOWED_HOSTS"].endswith(",localhost")


def test_redis_forgets_nothing():
    assert "--appendonly yes" in SERVICES["redis"]["command"]
    assert "--maxmemory-policy noeviction" in SERVICES["redis"]["command"]


def test_no_production_service_knows_of_the_demo():
    assert not [name for name in OURS if "DEMO" in SERVICES[name]["environment"]]


def test_every_variable_has_a_default_or_a_remedy_somewhere_and_a_line_in_the_operations_page():
    page = (ROOT / "docs/operations.md").read_text()
    named = set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", COMPOSE))
    helped = set(re.findall(r"(?<!\$)\$\{([A-Z_]+):[?-].", COMPOSE))
    assert named == helped
    assert [name for name in sorted(named | set(settings.REQUIRED_IN_PRODUCTION)) if f"`{name}`" not in page] == []


def test_the_image_installs_a_lock_that_exists_and_has_hashes():
    lines = (ROOT / "Dockerfile").read_text()
    lock = re.search(r"--require-hashes -r (\S+)", lines)
    assert lock
    assert "--hash=sha256:" in (ROOT / lock[1]).read_text()
    assert re.search(r"^USER (?!root)", lines, re.M)
