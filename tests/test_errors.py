import pytest

from index.errors import first_line, on_one_line


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("no such model\nmore", "no such model"),
        # As transformers says that a library is missing.
        ("\nBertModel requires PyTorch\n", "BertModel requires PyTorch"),
        (" \n", "ValueError"),
        ("", "ValueError"),
    ],
)
def test_the_first_line_of_an_error_says_something(said, first):
    assert first_line(ValueError(said)) == first


def test_what_would_break_a_line_is_spelled_out():
    assert on_one_line("花\n呗\x1b[2J\udcff") == r"花\n呗\x1b[2J\udcff"
