"""Words that people write where there is no value."""

import re

NOTHING = re.compile(
    r"^\s*(n/?a|nan|null|none|nil|unknown|missing|empty|undefined|tbd|-+|\?+|\.+|#n/a|)\s*$", re.IGNORECASE
)
