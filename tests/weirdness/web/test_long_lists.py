"""Long lists come a page at a time, from the last row of the page before: nothing is out of reach, nothing twice."""

import re
from datetime import timedelta
from itertools import chain

from django.test import Client
from django.urls import reverse

from tests.cast import NOW, Cast
from tests.weirdness.web.conftest import As
from weirdness.models import Dataset, Flag
from weirdness.web.door import PAGE

NEXT = re.compile(r'href="(\?after=[^"]+)">Next page')


def walk(client: Client, address: str, row: str) -> list[list[str]]:
    """What `row` finds on each page, following the links."""
    pages, onward = [], ""
    while True:
        shown = client.get(address + onward).content.decode()
        pages.append(re.findall(row, shown))
        link = NEXT.search(shown)
        if link is None:
            return pages
        onward = link[1]


def test_every_dataset_is_on_one_page_of_the_list(cast: Cast, as_: As) -> None:
    about = {"source": cast.source, "owner": cast.owner, "triage_team": cast.scientists, "registered_at": NOW}
    keys = [f"more/d{n:03}" for n in range(2 * PAGE)]
    Dataset.objects.bulk_create(Dataset(key=key, title=key, location=key, format="csv", **about) for key in keys)
    pages = walk(as_(cast.bench), reverse("datasets"), r'href="/datasets/([^/"]+/[^/"]+)/"')
    assert [len(page) for page in pages] == [PAGE, PAGE, 1]
    assert [*chain(*pages)] == sorted([*keys, "lab/plates"])


def test_every_flag_of_mine_is_on_one_page_of_the_list(cast: Cast, as_: As) -> None:
    category = cast.dataset.flags.model._meta.get_field("category").related_model.objects.first()
    Flag.objects.bulk_create(
        Flag(
            kind=Flag.Kind.REPORT, dataset_name=f"nobody/knows{n}", person=cast.bench, category=category,
            viewpoint=cast.bench.viewpoint, sentence=f"Half of number {n} is missing.", at=NOW + timedelta(minutes=n),
        )
        for n in range(PAGE + 5)
    )  # fmt: skip
    pages = walk(as_(cast.bench), reverse("me"), r"Half of number (\d+) is missing")
    assert [len(page) for page in pages] == [PAGE, 5]
    assert [int(number) for number in chain(*pages)] == list(range(PAGE + 5))[::-1]
