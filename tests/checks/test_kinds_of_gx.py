import re

from great_expectations.expectations import core

from checks import KINDS

OURS = {"where"}
THEIRS = {
    re.sub("(?<!^)(?=[A-Z])", "_", name).lower().replace("k_l_", "kl_"): getattr(core, name)
    for name in dir(core)
    if name.startswith("Expect")
}


def test_no_kind_offers_an_argument_that_great_expectations_would_refuse():
    refused = {
        name: sorted(set(kind.arguments) - set(THEIRS[name].__fields__) - OURS)
        for name, kind in KINDS.items()
        if name in THEIRS
    }
    assert {name: extra for name, extra in refused.items() if extra} == {}
    assert len(refused) > 30
