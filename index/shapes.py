"""What a line or sentence is by its shape, whatever it says: an item of a list, what announces one, an article of a law."""

from __future__ import annotations

import re

# Letters and digits of any script: a line without one is a rule, a row of arrows, a picture.
READABLE = re.compile(r"[^\W_]")
CHINESE_NUMBER = r"[零〇一二两三四五六七八九十百千\d]+"
ARTICLE_OF_LAW = re.compile(rf"第{CHINESE_NUMBER}条(?:之[一二三四五六七八九十]+)?")
_OPENING_NUMBER = re.compile(rf"{ARTICLE_OF_LAW.pattern}(?=[\s：:]|$)")
# What parts a law, or any text that is as strictly ordered.
DIVISION = re.compile(rf"第{CHINESE_NUMBER}(?:分编|[编章节条款项])")
# A bullet or a number; but 3.5 is an amount.
LIST_MARK = re.compile(
    r"[-*•·●○◆■▪➢]\s*\S|[①-⑳]|[(（]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})(?:[)）、．]|\.(?!\d))|第[一二三四五六七八九十][,，、:：]"
)
# The last character of a word for somebody. Behind it stands what he does: 记者问, 律师问.
SOMEBODY = "者师员官人士民警方家某生服户长们"
# A label, "短信提醒:…", but not who speaks: "平台表示:…", "他问:…". In a damaged text 问 may be all that is left of 问题.
_LABEL = re.compile(
    rf"[^\s，。！？；：:（(“]{{2,10}}(?<![说称答道为出示绍应调悉])(?<![{SOMEBODY}他她我你追询反提质]问)[：:]\s*[^\s“\"「]"
)


def is_item(text: str) -> bool:
    """Tell whether ``text`` is an item of a list: numbered, bulleted, or opening with a label and a colon."""
    return bool(LIST_MARK.match(text) or _LABEL.match(text))


def opens_like_an_item(line: str) -> bool:
    """Tell whether ``line`` begins with the mark or number of a list, or of a part of a law: no bare title does."""
    return bool(LIST_MARK.match(line) or DIVISION.match(line) or line.startswith(">"))


def is_lead_in(text: str) -> bool:
    """Tell whether ``text`` announces what follows it ("主要包括:") and means nothing alone."""
    return text.rstrip().endswith(("：", ":", "如下"))


def opens_article_of_law(text: str) -> bool:
    """Tell whether ``text`` begins with the number of its article ("第三条 …"), rather than speaking of one."""
    return _OPENING_NUMBER.match(text) is not None
