"""Sources of every kind through the fork server, whose children have no environment and few rights."""

import pytest

from checks import FileSource, Plan, SourceUnreadable
from checks.client import ask
from tests.checks.conftest import expectation


def asked(server, operation, **payload):
    return ask(operation, payload, socket_path=server.path, deadline=60)


def test_a_database_is_browsed_described_and_checked(server, lab):
    source = lab.keep("SELECT i AS id, 'x' AS b FROM generate_series(1, 100) AS t (i)")
    assert asked(server, "browse", source=source.to_dict()).content["entries"]
    [entry] = asked(server, "browse", source=source.to_dict(), path=lab.schema).content["entries"]
    assert (entry["name"], entry["kind"]) == ("data", "table")
    found = asked(server, "describe", source=source.to_dict(), key_columns=["id"])
    assert (found.row_count, found.key_unique) == (100, True)
    suite = {"expectations": [expectation("column_values_to_be_between", column="id", max_value=98)]}
    result = asked(server, "run", **Plan(source, suite, key_columns=("id",)).to_dict())
    assert result.results[0].keys == ({"id": 99}, {"id": 100})


def test_a_wrong_password_is_a_sentence_and_in_no_log(server, lab):
    source = lab.source(password="hunter2-and-more")
    with pytest.raises(SourceUnreadable, match="the user or the password is wrong"):
        asked(server, "describe", source=source.to_dict())
    assert "hunter2" not in server.said()


def test_a_folder_of_two_thousand_parts_is_one_dataset(server, tmp_path):
    for number in range(2000):
        (tmp_path / f"{number:04}.csv").write_text(f"a\n{number}\n")
    source = FileSource(str(tmp_path), "*.csv", "csv")
    assert asked(server, "describe", source=source.to_dict(), key_columns=["a"]).key_unique is True
    found = asked(server, "browse", source=source.to_dict(), path="*.csv").content
    assert (len(found["entries"]), found["note"]) == (2000, "")


def test_a_list_that_is_too_long_for_an_answer_is_cut_and_says_so(server, tmp_path):
    for number in range(2100):
        (tmp_path / f"{number:04}{'é' * 100}.csv").touch()
    found = asked(server, "browse", source=FileSource(str(tmp_path), "", "").to_dict()).content
    assert len(found["entries"]) == 500
    assert found["note"] == "Only the first 500 of 2,100 are listed."
