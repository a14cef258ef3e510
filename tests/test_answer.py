import json
from dataclasses import replace

from canned import CONFLICT, REFUSED


def test_to_dict_is_what_json_gives_back():
    for answer in (CONFLICT, REFUSED):
        shape = answer.to_dict()
        assert shape == json.loads(json.dumps(shape))


def test_to_dict_holds_all_fields_and_the_text():
    shape = CONFLICT.to_dict()
    assert shape["kind"] == "conflict"
    assert shape["citations"][0]["published"] == "2025-09-01"
    assert shape["citations"][2]["published"] is None
    assert shape["points"][0] == {"text": CONFLICT.points[0].text, "citations": [1], "side": "yes"}
    assert shape["refusal"] is None
    assert shape["text"] == CONFLICT.text


def test_half_a_surrogate_pair_passes_through():
    assert replace(REFUSED, question="\udcff").to_dict()["question"] == "\udcff"


def test_the_text_has_the_headline_and_every_point_with_its_numbers():
    lines = CONFLICT.text.splitlines()
    assert f"**{CONFLICT.headline}**" in lines
    for point in CONFLICT.points:
        assert f"- {point.text} [{point.citations[0]}]" in lines
