"""Questions of a page to the data: kept a day, and never forgotten while they wait."""

from datetime import timedelta

from tests.cast import NOW, Cast
from weirdness.models import Inquiry
from weirdness.services import inquiries


def test_an_answer_is_gone_after_a_day_and_a_question_stays_until_it_is_answered(cast: Cast) -> None:
    asked = [inquiries.ask(kind="preview", actor=cast.bench, now=NOW, dataset=cast.dataset) for _ in range(3)]
    Inquiry.objects.filter(pk=asked[0].pk).update(state=Inquiry.State.ANSWERED, answer={})
    inquiries.fail(inquiry=asked[1], message="The file is gone.", now=NOW)
    assert inquiries.forget_old(now=NOW + timedelta(hours=23)) == 0
    assert inquiries.forget_old(now=NOW + timedelta(hours=25)) == 2
    assert list(Inquiry.objects.all()) == [asked[2]]
