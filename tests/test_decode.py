from pathlib import Path

import pytest

from index.decode import Undecodable, decode

SEED = Path(__file__).parent.parent / "seeds" / "001_4af291f3b0a73a91.txt"
TRADITIONAL = "民眾若積欠信用卡債務,銀行可能委託資產管理公司催收,但不得於夜間上門,亦不得向親友透露債務。\r\n"


@pytest.fixture(scope="module")
def simplified() -> str:
    return SEED.read_bytes().decode("utf-8")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "gb18030", "gbk"])
def test_an_article_is_read_in_the_encoding_that_it_was_written_in(simplified, encoding):
    assert decode(simplified.encode(encoding)) == simplified


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_tells_the_encoding_and_is_no_part_of_the_text(simplified, encoding):
    assert decode(simplified.encode(encoding)) == simplified


@pytest.mark.parametrize("encoding", ["big5", "cp950", "gb18030", "utf-16-le"])
def test_traditional_text_is_not_taken_for_simplified(encoding):
    assert decode(TRADITIONAL.encode(encoding)) == TRADITIONAL


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le", "utf-16-be"])
def test_cuts_of_thirty_characters_are_enough_to_tell(simplified, encoding):
    for start in range(0, len(simplified) - 30, 97):
        cut = simplified[start : start + 30]
        assert decode(cut.encode(encoding)) == cut


def test_what_hong_kong_adds_to_big5_is_read():
    text = TRADITIONAL + "佢哋話唔還錢就嚟屋企搵你,又話會打電話畀老細㗎。"
    assert decode(text.encode("big5hkscs")) == text


def test_newlines_stay_as_they_are_in_the_file():
    assert decode("标题\r\n正文\r第二段\n".encode()) == "标题\r\n正文\r第二段\n"


def test_a_stray_nul_is_a_scar_and_not_binary():
    text = "支付宝逾期\0会上门吗" + "一般先由客服电话提醒。" * 20
    assert decode(text.encode()) == text


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "a PNG image"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"PK\x03\x04rest", "a ZIP archive"),
        (bytes(range(8)) * 40, "binary"),
        (bytes(1000), "binary"),
    ],
)
def test_what_is_no_text_is_called_by_its_name(raw, found):
    with pytest.raises(Undecodable, match=found):
        decode(raw)


def test_utf8_with_a_broken_byte_is_refused_with_its_place():
    raw = bytearray("支付宝欠款会上门外访吗".encode())
    raw[6] = 0xFF
    with pytest.raises(Undecodable, match="byte 0xff at 6"):
        decode(bytes(raw))


def test_utf8_cut_within_a_character_is_not_read_as_gb18030(simplified):
    within = len(simplified[:500].encode()) - 1
    with pytest.raises(Undecodable, match="UTF-8"):
        decode(simplified.encode()[:within])


def test_a_mark_that_lies_is_found_out():
    with pytest.raises(Undecodable, match="begins like utf-16-le"):
        decode(b"\xff\xfe\x00\xd8")
