"""Text that somebody read in the wrong encoding and saved: told apart, so that it is refused rather than searched."""

from __future__ import annotations

from index.decode import everyday_share

# Of real articles in either script, at least 0.93 is everyday characters; of garbled ones, at most 0.75.
MOST_EVERYDAY = 0.8
# What comes out when the mistake is undone must be clearly text again. Bytes that the mistake lost are left out.
FEWEST_RECOVERED = 0.85
_SAMPLE_CHARS = 2_000
# (read as, was in)
_MISTAKES = (
    ("gb18030", "utf-8"),
    ("cp1252", "utf-8"),
    ("latin-1", "utf-8"),
    ("latin-1", "gb18030"),
    ("cp1252", "gb18030"),
    ("latin-1", "big5"),
    ("big5", "utf-8"),
    ("big5", "gb18030"),
    ("gb18030", "big5"),
    ("utf-16-le", "utf-8"),
    ("utf-16-be", "utf-8"),
)
_WESTERN = ("cp1252", "latin-1")
# Less than a sentence may be a row of rare characters.
FEWEST_CHINESE = 10
# What replaced the characters that could not be read: by itself, and after being misread once more.
_LOST = ("\ufffd", "锟斤拷", "嚙踝蕭", "烫烫烫", "屯屯屯")
MOST_LOST = 0.02


def find_mojibake(text: str) -> str | None:
    """Return what is wrong with a garbled text, or None; text in other languages and rare characters is not garbled."""
    sample = text[:_SAMPLE_CHARS]
    lost = sum(len(mark) * sample.count(mark) for mark in _LOST)
    if lost > MOST_LOST * len(sample):
        return "holds replacement marks for characters that were lost; save it again from its source"
    if sample.isascii() or everyday_share(sample) > MOST_EVERYDAY:
        return None
    for read_as, was_in in _MISTAKES:
        if read_as not in _WESTERN and _chinese(sample) < max(FEWEST_CHINESE, len(sample) // 5):
            continue
        recovered = sample.encode(read_as, "ignore").decode(was_in, "ignore")
        if _is_clearly_chinese(recovered, len(sample)):
            return f"is garbled: {was_in.upper()} text that was read as {read_as.upper()}; save it again from its source"
    return None


def _is_clearly_chinese(recovered: str, garbled_length: int) -> bool:
    # Three bytes of UTF-8 became one to three characters; much less than that is there by chance.
    enough = max(FEWEST_CHINESE, garbled_length // 6)
    return _chinese(recovered) >= enough and everyday_share(recovered) >= FEWEST_RECOVERED


def _chinese(text: str) -> int:
    return sum("\u3400" <= character <= "\u9fff" for character in text)
