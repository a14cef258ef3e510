"""Write the common characters by their sound, for ``rag/sounds.txt``: python -m bench sounds > rag/sounds.txt.

The 3,755 characters of GB 2312, level one, and those of the words of the field, by their commonest reading and without
its tone, as input methods are typed: a line a sound, in the order of the sounds.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence

from rag.terms import terms


def main(argv: Sequence[str]) -> None:
    argparse.ArgumentParser(
        prog="python -m bench sounds",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    ).parse_args(argv)
    of_the_field = {c for word in terms().words | terms().everyday for c in word if "\u4e00" <= c <= "\u9fff"}
    for characters in by_sound(sorted({*common_characters(), *of_the_field})).values():
        print("".join(characters))


def common_characters() -> str:
    """Return the 3,755 characters of GB 2312, level one."""
    cells = (bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    return "".join(cell.decode("gb2312", "ignore") for cell in cells)


def by_sound(characters: Iterable[str]) -> dict[str, list[str]]:
    """Return ``characters`` under their sounds, in the order of the sounds, and within one in their own order."""
    sounding: dict[str, list[str]] = {}
    for character in characters:
        sounding.setdefault(sound(character), []).append(character)
    return dict(sorted(sounding.items()))


def sound(character: str) -> str:
    """Return the pinyin of ``character``, without its tone."""
    import pypinyin

    return str(pypinyin.lazy_pinyin(character)[0])
