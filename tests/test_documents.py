import io
import sys
import tracemalloc
import zipfile
import zlib

import docx
import pypdfium2
import pytest

from index.corpus import load_articles
from index.documents import NoText, read_docx, read_pdf
from index.errors import BadArticle
from index.split import split_article

LINES = [
    "花呗逾期怎么办",
    "发布时间:2024-01-05",
    "逾期后平台一般先发短信提醒。",
    "长期逾期的，可能委托第三方催收。",
]


def word(*paragraphs: tuple[str, str], rows: list[list[str]] | None = None) -> bytes:
    """Write a Word file of (style, text) paragraphs and a table."""
    document = docx.Document()
    for style, text in paragraphs:
        document.add_paragraph(text, style=style)
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def pdf(*pages: list[str]) -> bytes:
    """Write a PDF by hand: two-byte characters that are their own code points, told by a ToUnicode map."""
    cmap = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def "
        b"1 begincodespacerange <0000> <FFFF> endcodespacerange "
        b"1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap end end"
    )
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        3: b"<< /Type /Font /Subtype /Type0 /BaseFont /F /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        4: b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /F /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) "
        b"/Supplement 0 >> /FontDescriptor 6 0 R /DW 1000 >>",
        5: stream(cmap),
        6: b"<< /Type /FontDescriptor /FontName /F /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 800 "
        b"/Descent -200 /CapHeight 800 /StemV 80 >>",
    }
    kids = []
    for lines in pages:
        number = max(objects) + 1
        shown = b" ".join(b"<" + line.encode("utf-16-be").hex().encode() + b"> Tj 0 -20 Td" for line in lines)
        objects[number] = stream(b"BT /F 12 Tf 50 700 Td " + shown + b" ET")
        objects[number + 1] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << /F 3 0 R >> >> "
            + f"/Contents {number} 0 R >>".encode()
        )
        kids.append(f"{number + 1} 0 R")
    objects[2] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    written, offsets = b"%PDF-1.7\n", []
    for number in sorted(objects):
        offsets.append(len(written))
        written += f"{number} 0 obj ".encode() + objects[number] + b" endobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    end = f"xref\n0 {len(offsets) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(offsets) + 1} /Root 1 0 R >>\n"
    return written + f"{end}startxref\n{len(written)}\n%%EOF".encode()


def stream(content: bytes) -> bytes:
    return f"<< /Length {len(content)} >> stream\n".encode() + content + b"\nendstream"


def test_a_word_file_is_its_paragraphs_headings_lists_and_rows():
    raw = word(
        ("Normal", "花呗逾期怎么办"),
        ("Heading 2", "先联系客服"),
        ("List Bullet", "说明情况"),
        rows=[["方式", "频率"], ["短信", "每日一次"]],
    )
    assert read_docx(raw).splitlines() == [
        "花呗逾期怎么办",
        "## 先联系客服",
        "- 说明情况",
        "方式 | 频率",
        "短信 | 每日一次",
    ]


def test_numbered_items_keep_their_numbers_and_a_break_parts_a_line():
    raw = word(("List Number", "先联系客服"), ("List Number", "说明情况"), ("Normal", "电话催收\n上门催收"))
    assert read_docx(raw).splitlines() == ["1. 先联系客服", "2. 说明情况", "电话催收", "上门催收"]


def test_what_a_revision_took_out_of_a_word_file_is_no_text_and_what_it_put_in_is():
    document = docx.Document()
    paragraph = document.add_paragraph("催收")
    for tag, holding, text in (("ins", "t", "一般不"), ("del", "delText", "一定")):
        paragraph._p.append(
            docx.oxml.parse_xml(
                f'<w:{tag} xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" w:id="1" '
                f'w:author="a"><w:r><w:{holding}>{text}</w:{holding}></w:r></w:{tag}>'
            )
        )
    paragraph.add_run("会上门。")
    written = io.BytesIO()
    document.save(written)
    assert read_docx(written.getvalue()) == "催收一般不会上门。"


def test_a_pdf_is_the_lines_of_its_pages():
    assert read_pdf(pdf(LINES[:3], LINES[3:])).splitlines() == LINES


def test_a_page_of_a_pdf_is_closed_before_the_next_is_opened(monkeypatch):
    get_textpage, opened = pypdfium2.PdfPage.get_textpage, []

    def watched(page):
        assert not any(earlier.raw for earlier in opened)
        opened.append(page)
        return get_textpage(page)

    monkeypatch.setattr(pypdfium2.PdfPage, "get_textpage", watched)
    read_pdf(pdf(LINES, LINES, LINES))
    assert len(opened) == 3


def test_running_heads_and_page_numbers_of_a_pdf_are_no_text():
    pages = [[f"催收指引 第{n}版", f"第{n}条内容。", f"- {n} -"] for n in range(1, 5)]
    assert read_pdf(pdf(*pages)).splitlines() == [f"第{n}条内容。" for n in range(1, 5)]


@pytest.mark.parametrize("suffix", [".docx", ".pdf"])
def test_a_document_becomes_an_article_whose_quotes_are_its_extracted_text(tmp_path, suffix):
    raw = word(*(("Normal", line) for line in LINES)) if suffix == ".docx" else pdf(LINES)
    (tmp_path / f"a{suffix}").write_bytes(raw)
    (article,) = load_articles(tmp_path)
    assert (article.title, str(article.published)) == ("花呗逾期怎么办", "2024-01-05")
    (passage,) = split_article(article).passages
    assert [sentence.text for sentence in passage.sentences] == LINES[2:]
    assert passage.text == article.text[passage.start : passage.end]


@pytest.mark.parametrize(
    ("name", "raw", "problem"),
    [
        ("a.docx", b"PK\x03\x04nonsense", "is no Word document"),
        ("a.pdf", b"%PDF-1.7 nonsense", "is no PDF"),
        ("b.pdf", pdf([]), "holds no text; if it is a scan"),
    ],
)
def test_a_document_without_text_is_named_with_its_problem(tmp_path, name, raw, problem):
    (tmp_path / name).write_bytes(raw)
    with pytest.raises(BadArticle, match=problem):
        list(load_articles(tmp_path))


@pytest.mark.parametrize(
    ("module", "read", "package"), [("mammoth", read_docx, "mammoth"), ("pypdfium2", read_pdf, "pypdfium2")]
)
def test_without_its_library_a_document_names_the_command_that_installs_it(
    monkeypatch, module, read, package
):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(NoText, match=f"python -m pip install {package}"):
        read(b"")


def test_a_document_is_as_large_as_its_text(tmp_path, monkeypatch):
    raw = word(("Normal", "逾期后平台一般先发短信提醒。" * 10_000))
    assert len(raw) < 100_000
    (tmp_path / "packed.docx").write_bytes(raw)
    monkeypatch.setattr("index.corpus.MOST_BYTES", 100_000)
    with pytest.raises(BadArticle, match=r"packed\.docx: has 0 MB, more than .* split it"):
        list(load_articles(tmp_path))


def bomb(megabytes, claims, method):
    """Write a Word file of one long blank, which says that it is ``claims`` bytes long, with the checksum of those."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", method) as packed:
        with packed.open("word/document.xml", "w") as part:
            for _ in range(megabytes):
                part.write(b" " * 1_000_000)
        if claims:
            part = packed.getinfo("word/document.xml")
            part.file_size, part.CRC = claims, zlib.crc32(b" " * claims)
    return written.getvalue()


@pytest.mark.parametrize(
    ("claims", "method", "problem"),
    [
        (None, zipfile.ZIP_DEFLATED, "unpacks to 100 MB, more than the 50 MB of a Word file; split it"),
        (1000, zipfile.ZIP_DEFLATED, "is no Word document \\(ExpatError\\)"),
        (1000, zipfile.ZIP_BZIP2, "is no Word document .*packed by method 12"),
    ],
    ids=["honest", "lying", "packed otherwise"],
)
def test_a_word_file_is_not_unpacked_beyond_what_it_claims_to_hold(claims, method, problem):
    raw = bomb(100, claims, method)
    assert len(raw) < 1_000_000
    tracemalloc.start()
    with pytest.raises(NoText, match=problem):
        read_docx(raw)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 20_000_000


def test_the_pictures_of_a_word_file_are_not_unpacked(monkeypatch):
    raw = io.BytesIO(word(("Normal", LINES[2])))
    with zipfile.ZipFile(raw, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/media/image1.bmp", b" " * 3_000_000)
    monkeypatch.setattr("index.documents.MOST_XML_BYTES", 2_000_000)
    assert read_docx(raw.getvalue()) == LINES[2]
