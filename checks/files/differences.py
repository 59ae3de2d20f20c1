"""Where the parts of one dataset do not have the same columns: told, not refused, because months do differ."""

from checks.phrase import joined, tick

_TOLD = 5


def columns_note(columns: dict[str, list[str]]) -> str:
    """One sentence per column that some parts lack, with the first of them; "" when all parts have the same columns.

    `columns`: path of a part → names of its columns. Names that differ in case only are one column.
    """
    held = {path: {name.lower() for name in names} for path, names in columns.items()}
    spelled = {name.lower(): name for names in reversed(columns.values()) for name in names}
    told = []
    for folded, name in spelled.items():
        lacking = [path for path, names in held.items() if folded not in names]
        if lacking:
            told.append(_sentence(name, lacking, len(held)))
    more = f" So it is with {len(told) - _TOLD:,} further columns." if len(told) > _TOLD else ""
    return f"{' '.join(told[:_TOLD])}{more}"


def _sentence(name: str, lacking: list[str], total: int) -> str:
    where = joined(lacking) if len(lacking) <= 2 else f"{lacking[0]} and {len(lacking) - 1:,} more of {total:,} parts"
    return f"{where} {'has' if len(lacking) == 1 else 'have'} no column {tick(name)}: there it is read as missing."
