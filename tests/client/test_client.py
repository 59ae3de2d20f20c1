"""What people do with the client, against the real service behind a real socket."""

import asyncio
import warnings
from collections.abc import Iterator

import pytest
from pytest_django.live_server_helper import LiveServer
from weirdness_client import NotTold, Weirdness, WeirdnessError

from tests.cast import NOW, Cast, flagged, make
from tests.committed import committed, database_for_tests
from tests.weirdness.conftest import quick_passwords
from weirdness.models import Flag, Look, Person
from weirdness.services import people, triage

__all__ = ["committed", "database_for_tests", "quick_passwords"]


@pytest.fixture
def cast(committed: None) -> Cast:
    return make()


@pytest.fixture
def server(committed: None) -> Iterator[LiveServer]:
    """The service behind a socket, with threads of its own: what is to be seen there must be committed."""
    live = LiveServer("127.0.0.1")
    live._live_server_modified_settings.enable()
    yield live
    live.stop()
    live._live_server_modified_settings.disable()


def logged_in(server: LiveServer, person: Person, *, strict: bool = False) -> Weirdness:
    return Weirdness(server.url, people.give_token(person=person)[1], seconds=20, strict=strict)


@pytest.fixture
def bea(cast: Cast, server: LiveServer) -> Iterator[Weirdness]:
    """Bea's client; a look that could not be told fails the test."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", NotTold)
        yield logged_in(server, cast.bench)


def test_a_use_is_a_look_of_the_person_whose_token_it_is(cast: Cast, bea: Weirdness) -> None:
    assert bea.dataset("lab/plates").used()
    look = Look.objects.get()
    assert (look.person, look.dataset, look.origin) == (cast.bench, cast.dataset, "client")


def test_a_loop_tells_once(bea: Weirdness, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    ask = bea._door.ask
    monkeypatch.setattr(bea._door, "ask", lambda *said, **more: asked.append(said) or ask(*said, **more))
    for _ in range(1000):
        assert bea.dataset("LAB/plates").used()
    assert len(asked) == 1


def test_what_was_said_can_be_taken_back_and_said_again(bea: Weirdness) -> None:
    plates = bea.dataset("lab/plates")
    plates.used()
    plates.take_back()
    assert not Look.objects.counted().exists()
    with pytest.raises(WeirdnessError, match="nothing to take back"):
        plates.take_back()
    assert plates.used()
    assert Look.objects.counted().count() == 1


def test_a_function_that_returned_used_its_datasets_and_one_that_failed_did_not(bea: Weirdness) -> None:
    @bea.uses("lab/plates")
    def report(number: int) -> int:
        """Divides."""
        return 10 // number

    with pytest.raises(ZeroDivisionError):
        report(0)
    assert not Look.objects.exists()
    assert (report(5), report.__name__, report.__doc__) == (2, "report", "Divides.")
    assert Look.objects.count() == 1


def test_a_block_and_a_coroutine_tell_when_they_end(cast: Cast, bea: Weirdness, server: LiveServer) -> None:
    with bea.uses("lab/plates"):
        assert not Look.objects.exists()
    assert Look.objects.filter(person=cast.bench).count() == 1
    quinn = logged_in(server, cast.quality)

    @quinn.uses("lab/plates")
    async def later() -> str:
        await asyncio.sleep(0)
        return "done"

    assert asyncio.run(later()) == "done"
    assert Look.objects.filter(person=cast.quality).count() == 1


def test_a_generator_is_refused_at_once(bea: Weirdness) -> None:
    with pytest.raises(TypeError, match="Decorate the function that uses all of it"):

        @bea.uses("lab/plates")
        def bit_by_bit() -> Iterator[int]:
            yield 1


def test_what_is_known_of_a_column_is_read_before_using_it(cast: Cast, bea: Weirdness) -> None:
    explained = flagged(cast).issue_id
    triage.explain(
        issue_id=explained, actor=cast.scientist, now=NOW, explanation="An empty well reads below zero.", version=None
    )
    flagged(cast, column="well", sentence="There is a well Z9, and a plate ends at H12.")
    (known,) = bea.dataset("lab/plates").known(column="signal")
    assert (known.number, known.explanation) == (explained, "An empty well reads below zero.")
    assert "Not weird, because: An empty well reads below zero." in str(known)
    assert len(bea.dataset("lab/plates").known()) == 2
    assert bea.dataset("lab/plates").known(column="& plate=") == []


def test_everything_known_comes_also_when_it_takes_several_pages(cast: Cast, bea: Weirdness) -> None:
    for number in range(53):
        flagged(cast, sentence=f"Plate {number} was read twice, and I expected once.")
    assert len(bea.dataset("lab/plates").known()) == 53


def test_a_flag_carries_its_rows_however_they_are_named(cast: Cast, bea: Weirdness) -> None:
    odd = [{"plate": "P;1", "well": "A1", "signal": "-4"}, ("P2", "B,2"), "P3,C3"]
    told = bea.dataset("lab/plates").flag(
        "Negative, and a reader cannot measure less than nothing.", category="wrong-value", column="signal", rows=odd
    )
    flag = Flag.objects.get()
    assert (told.id, told.issue, flag.person, flag.target) == (flag.pk, flag.issue_id, cast.bench, "rows")
    assert told.url.endswith(f"/issues/{flag.issue_id}/")
    assert flag.evidence.keys == [
        {"plate": "P;1", "well": "A1"},
        {"plate": "P2", "well": "B,2"},
        {"plate": "P3", "well": "C3"},
    ]


def test_a_refused_flag_says_why_in_the_services_own_words(bea: Weirdness) -> None:
    with pytest.raises(WeirdnessError) as refused:
        bea.dataset("lab/plates").flag("Odd.", category="nonsense")
    assert refused.value.status == 400
    assert "Choose" in str(refused.value)


def test_confidence_is_a_state_and_words(bea: Weirdness) -> None:
    told = bea.dataset("lab/plates").confidence()
    assert told.state == "learning"
    assert str(told).startswith("No estimate was made yet.")


def test_a_dataset_that_is_not_there_is_a_warning_or_with_strict_an_error(cast: Cast, server: LiveServer) -> None:
    quiet, strict = (logged_in(server, cast.stranger, strict=each) for each in (False, True))
    with pytest.warns(NotTold, match="There is no dataset lab/plates here that you may see"):
        assert quiet.dataset("lab/plates").used() is False
    for _ in range(2):
        with pytest.raises(WeirdnessError, match="There is no dataset lab/plates"):
            strict.dataset("lab/plates").used()


def test_a_token_that_is_not_known_says_so_and_is_never_shown(server: LiveServer) -> None:
    client = Weirdness(server.url, "s3cret-token", seconds=20)
    with pytest.raises(WeirdnessError, match="does not know this token") as refused:
        client.dataset("lab/plates").known()
    assert "s3cret" not in f"{refused.value}{client!r}{client.dataset('lab/plates')!r}"
