"""What the local default decides, without starting anything."""

import json
import stat
import sys
from pathlib import Path

import pytest

from config.local import environment, manage, oldest, place, postgres, secrets, up, valkey, venv
from config.local.place import Place
from config.local.processes import Process, plain, service
from config.local.supervisor import QUICK_DEATHS, Supervisor
from config.local.watchdog import SILENCE, Patience
from config.local.words import Remedy

KEPT = secrets.Secrets("key", "field", "owner-word", "app-word")
HERE = Place(Path("/data/of ours"), Path("/var/tmp/w"))


@pytest.mark.parametrize(
    ("given", "uid", "folder"),
    [
        ({}, 0, "/var/lib/weirdness"),
        ({}, 1000, "/home/ada/.local/share/weirdness"),
        ({"WEIRDNESS_DATA_DIR": "/srv/w"}, 0, "/srv/w"),
        ({"WEIRDNESS_DATA_DIR": "/srv/w"}, 1000, "/srv/w"),
    ],
)
def test_the_data_folder_depends_on_who_starts_and_can_be_chosen(given, uid, folder):
    assert place.data_dir(given, uid, Path("/home/ada")) == Path(folder)


def test_two_data_folders_never_share_their_sockets_and_paths_stay_short():
    one, other = (place.find({"WEIRDNESS_DATA_DIR": f"/srv/{name}" * 9}) for name in "ab")
    assert one.sockets != other.sockets
    assert len(str(one.sockets / "postgres" / ".s.PGSQL.5432.lock")) < 104


def test_a_folder_name_that_would_break_the_list_of_roots_is_refused():
    with pytest.raises(Remedy, match="comma"):
        place.find({"WEIRDNESS_DATA_DIR": "/srv/a,b"})


def test_addresses_that_were_given_are_kept_and_their_servers_not_started():
    given = {"DATABASE_URL": "postgres://db/w", "REDIS_URL": "redis://r", "EMAIL_URL": "smtp://m"}
    env = environment.complete(HERE, given, KEPT)
    assert environment.ours(given) == set()
    assert given.items() <= env.items()
    assert env["DATABASE_OWNER_URL"] == "postgres://db/w"
    assert "DEMO_MAILBOX" not in env


def test_without_addresses_everything_is_on_private_sockets_and_the_two_roles_differ():
    env = environment.complete(HERE, {}, KEPT)
    assert environment.ours({}) == {"postgres", "valkey", "mail"}
    assert env["DATABASE_URL"] == "postgresql://weirdness_app:app-word@/weirdness?host=/var/tmp/w/postgres"
    assert env["DATABASE_OWNER_URL"].startswith("postgresql://weirdness_owner:owner-word@")
    assert env["REDIS_URL"] == "unix:///var/tmp/w/valkey/valkey.sock?db=0"
    assert env["DEMO_MAILBOX"] == "/data/of ours/mailbox"
    assert env["PUBLIC_URL"] == "http://localhost:8000"


def test_roots_and_hosts_of_the_person_are_kept_beside_ours():
    env = environment.complete(HERE, {"SOURCE_ROOTS": "lab=/lab", "ALLOWED_HOSTS": "w.example.org"}, KEPT)
    assert env["SOURCE_ROOTS"] == "lab=/lab,demo=/data/of ours/sources"
    assert env["ALLOWED_HOSTS"].startswith("w.example.org,localhost")


@pytest.mark.parametrize("demo", ["0", "1"])
def test_the_demo_is_on_unless_switched_off(demo):
    assert environment.complete(HERE, {"DEMO": demo}, KEPT)["DEMO"] == demo
    assert environment.complete(HERE, {}, KEPT)["DEMO"] == "1"


def test_neither_server_listens_on_the_network():
    assert "listen_addresses=" in postgres.command(HERE, Path("/bin"))
    words = valkey.command(HERE, Path("/bin/valkey-server"))
    assert words[words.index("--port") + 1] == "0"
    assert words[words.index("--appendonly") + 1] == "yes"


def test_only_the_fork_server_and_the_mail_catcher_are_without_our_variables():
    env = environment.complete(HERE, {"PATH": "/bin"}, KEPT)
    bare = {one.name for one in service(HERE, env, {"mail"}) if one.env == plain(env)}
    assert bare == {"engine", "mail"}


def test_a_taken_port_is_named_with_its_holder_and_a_way_out():
    assert up.taken(8000, "nginx (process 7)") == (
        "Port 8000 is taken by nginx (process 7). Stop that, or choose another port: PORT=8001 make up"
    )


def test_an_old_python_gets_a_sentence_and_a_new_one_none():
    assert "3.11 or newer is needed, and this is 3.9" in oldest.too_old((3, 9, 1))
    assert oldest.too_old((3, 11)) == oldest.too_old((3, 14, 2)) == ""


def test_a_debian_without_venv_is_told_which_package():
    wanted = f"apt-get install python3.{sys.version_info.minor}-venv"
    assert wanted in venv.no_venv("Error: ensurepip is not available")


def test_a_stamp_changes_with_the_content_and_the_name_of_a_file(tmp_path):
    (tmp_path / "a").write_text("one")
    first = manage.fingerprint([tmp_path / "a"])
    (tmp_path / "a").write_text("two")
    assert first != manage.fingerprint([tmp_path / "a"])
    (tmp_path / "a").rename(tmp_path / "b")
    (tmp_path / "b").write_text("one")
    assert first != manage.fingerprint([tmp_path / "b"])


def test_secrets_are_made_once_for_our_eyes_only(tmp_path):
    here = Place(tmp_path, tmp_path)
    assert secrets.read_or_make(here) == secrets.read_or_make(here)
    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600
    assert all(len(value) >= 32 for value in json.loads((tmp_path / "secrets.json").read_text()).values())


def test_a_database_without_its_secrets_is_not_given_new_ones(tmp_path):
    (tmp_path / "postgres" / "cluster").mkdir(parents=True)
    with pytest.raises(Remedy, match="backup"):
        secrets.read_or_make(Place(tmp_path, tmp_path))


def test_a_queue_is_waited_for_only_while_it_does_not_shrink():
    patience = Patience()
    assert patience.waited(0, 0) == 0
    assert patience.waited(2, 10) == 0
    assert patience.waited(3, 10 + SILENCE) == SILENCE
    assert patience.waited(2, 80) == 0
    assert patience.waited(2, 90) == 10


def test_a_process_that_dies_at_once_is_given_up_with_the_last_lines_of_its_log(tmp_path):
    here = Place(tmp_path, tmp_path)
    for folder in (here.log, here.held):
        folder.mkdir()
    supervisor = Supervisor(here, "http://localhost:1")
    supervisor.start(Process("web", ["sh", "-c", "echo the reason; exit 3"], plain({})))
    with pytest.raises(Remedy, match=rf"`web` ended {QUICK_DEATHS} times[\s\S]*the reason"):
        supervisor.watch(lambda: False, 30)
