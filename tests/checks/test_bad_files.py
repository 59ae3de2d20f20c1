"""Whatever a file holds, a question about it ends in an answer or a plain sentence, and the server lives.

Here each file is asked one or two questions in turn; `make bad-files` asks all of all and writes docs/bad-files.md.
"""

from itertools import cycle

import pytest

from checks import FileSource
from tests.checks import bad_corpus
from tests.checks.trial import OPERATIONS, Trial

ROUNDS = [("describe", "run"), *((each,) for each in OPERATIONS if each not in ("describe", "run"))]


@pytest.fixture(scope="module")
def trial(server):
    return Trial(server)


def faults(trial, corpus, rounds):
    """What is wrong with how questions ended; each file is asked the next round."""
    asked, found = 0, []
    for (family, name, source), operations in zip(corpus, cycle(rounds), strict=False):
        asked += 1
        endings = trial.ends(source, operations)
        found += [f"{family}: {name}: {each.operation}: {each.fault}" for each in endings if each.fault]
    return asked, found


def test_every_file_that_we_made_ends_in_a_sentence_or_an_answer(trial, tmp_path):
    asked, found = faults(trial, bad_corpus.made(tmp_path), ROUNDS)
    assert found == []
    assert asked > 150
    assert trial.answers()


@pytest.mark.shared
def test_every_file_of_other_projects_ends_in_a_sentence_or_an_answer(trial):
    asked, found = faults(trial, bad_corpus.shared(), ROUNDS)
    if not asked:
        pytest.skip("the team's corpus of bad files is not here")
    assert found == []
    assert trial.answers()


@pytest.mark.parametrize(("name", "line"), [("data.csv", b"1,two\n"), ("data.jsonl", b'{"a": 1}\n')])
def test_a_file_that_changes_while_it_is_read_ends_well(name, line, trial, tmp_path):
    with bad_corpus.restless(tmp_path / name, line):
        endings = list(trial.ends(FileSource(str(tmp_path), name, name[5:])))
    assert [each.fault for each in endings if each.fault] == []
    assert trial.answers()
