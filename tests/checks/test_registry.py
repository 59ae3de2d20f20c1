import sys

import pytest

from checks.kind import Kind
from checks.registry import Registry

FILE = "from checks.kind import Kind\nKIND = Kind(name='{}', arguments={{}}, sentence=lambda a: 'x', advice='y')\n"


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A folder of kinds that can be imported as `trial`."""
    folder = tmp_path / "trial"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield folder
    for name in [name for name in sys.modules if name.split(".")[0] == "trial"]:
        del sys.modules[name]


def test_adding_a_file_adds_a_kind(package):
    (package / "one.py").write_text(FILE.format("expect_one"))
    (package / "two.py").write_text(FILE.format("expect_two"))
    assert sorted(Registry("trial", Kind)) == ["expect_one", "expect_two"]


def test_two_files_of_one_name_are_refused(package):
    (package / "one.py").write_text(FILE.format("expect_one"))
    (package / "two.py").write_text(FILE.format("expect_one"))
    with pytest.raises(ValueError, match="Two files in trial declare the kind expect_one"):
        list(Registry("trial", Kind))


def test_a_file_that_declares_something_else_is_refused(package):
    (package / "one.py").write_text("KIND = 3\n")
    with pytest.raises(TypeError, match=r"trial\.one\.KIND is not a Kind"):
        list(Registry("trial", Kind))
