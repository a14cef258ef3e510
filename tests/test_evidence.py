import pytest
from found import hit

from rag.evidence import RELEVANT, Features, Rule, candidates_of, holds
from rag.understand import understand


def test_a_rule_is_the_logistic_of_its_weighted_features():
    none = Features(*[0.0] * len(Features._fields))
    assert Rule(none, bias=0.0).yes(none) == 0.5
    assert Rule(none._replace(cosine=2.0), bias=-2.0).yes(none._replace(cosine=1.0)) == 0.5
    assert RELEVANT.yes(none._replace(cosine=0.95)) > RELEVANT.yes(none._replace(cosine=0.85))


def test_candidates_come_best_first_and_say_how_far_they_stand_out():
    found = hit("催收可能会上门。", "天气很好。")
    near, far = candidates_of(understand("会上门吗"), [type(found)(found.passage, 1.0, 0.9, (0.95, 0.85))])
    assert near.sentence.text == "催收可能会上门。"
    assert near.features.stands_out == pytest.approx(0.05)
    assert far.features.stands_out == pytest.approx(-0.05)


@pytest.mark.parametrize(
    ("kind", "sentence", "holds_one"),
    [
        ("when", "自2021年1月1日起施行。", True),
        ("when", "有权在送达之日起十五日内提起上诉。", True),
        ("when", "由当事人协商。", False),
        ("how_much", "罚息为每日万分之五。", True),
        ("how_much", "罚息按规定收取。", False),
        ("how_much", "上门催款是其中的一种。", False),
        ("how_much", "应当提前一个月通知。", True),
        ("who", "由第三方机构负责。", True),
        ("where", "公司位于杭州。", True),
        ("yes_no", "公司位于杭州。", False),
    ],
)
def test_a_sentence_holds_the_kind_of_thing_asked_for(kind, sentence, holds_one):
    assert holds(kind, sentence) == holds_one


@pytest.mark.parametrize(
    ("question", "sentence", "case"),
    [
        ("花呗被盗刷赔不赔", "市民张先生称,他的花呗被盗刷1.3万元。", 1.0),
        ("花呗被盗刷赔不赔", "确认被盗的,平台全额赔付。", 0.0),
        ("花呗被盗刷赔不赔", "法院审理后认为,张先生应自行承担。", 0.0),
        ("张先生被盗刷了多少", "市民张先生称,他的花呗被盗刷1.3万元。", 0.0),
        ("拿了贷款不还一般判几年", "王某因骗取贷款被判有期徒刑3年。", 0.0),
        ("拿了贷款不还怎么处理", "王某因骗取贷款被判有期徒刑3年。", 1.0),
    ],
)
def test_what_happened_to_somebody_is_no_rule_unless_it_is_asked_for(question, sentence, case):
    (only,) = candidates_of(understand(question), [hit(sentence)])
    assert only.features.case == case


def test_a_rule_stands_before_the_story_of_one_person():
    found = hit("张先生的花呗被盗刷后获得赔付。", "花呗被盗刷后平台会赔付。")
    alike = type(found)(found.passage, 1.0, 0.9, (0.9, 0.9))
    first, _ = candidates_of(understand("花呗被盗刷赔不赔"), [alike])
    assert first.sentence.text == "花呗被盗刷后平台会赔付。"


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("黑边天竺鲷", 1.0),
        ("《黑边天竺鲷》(鱼类)", 1.0),
        ("天竺鲷科的其他鱼", 0.0),
        ("", 0.0),
    ],
)
def test_a_question_names_an_article_by_its_whole_title(title, named):
    (only,) = candidates_of(understand("黑边天竺鲷体呈什么颜色?"), [hit("体呈银灰色。", title=title)])
    assert only.features.named == named


def test_a_law_is_named_by_its_short_name():
    (only,) = candidates_of(
        understand("民法典规定诉讼时效是几年?"),
        [hit("诉讼时效期间为三年。", title="中华人民共和国民法典")],
    )
    assert only.features.named == 1.0


def test_a_statute_is_measured_by_its_own_words_too():
    asked = understand("砍头息要不要还")
    sentence = "利息预先在本金中扣除的，应当按照实际借款数额返还借款。"
    law, article = (
        candidates_of(asked, [hit(sentence, title=title)])[0].features for title in ("民法典", "借钱须知")
    )
    assert law.coverage > article.coverage == 0.0


def test_what_a_sentence_leaves_open_is_not_named_by_it():
    asked = understand("拍拍贷会上门吗")
    left_open, named = (
        candidates_of(asked, [hit(text)])[0].features.focus
        for text in ("用户是否愿意接受上门，应当得到尊重。", "拍拍贷会上门。")
    )
    assert (left_open, named) == (0.0, 1.0)


def test_a_figure_is_one_where_it_is_asked_too_what_comes_of_it():
    (only,) = candidates_of(understand("多久要申请执行,过期会怎样"), [hit("申请执行的期间为二年。")])
    assert only.features.thing == 1.0
