"""What a label says of itself that no form has had before: a key in ASCII, and the kind of its value."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from kaohe_cli.forms import known
from kaohe_cli.forms.record import bare_label
from kaohe_cli.forms.written import FieldKind

KINDS: Final[Mapping[FieldKind, str]] = MappingProxyType(
    {
        "paragraphs": "几段文字",
        "line": "一行文字",
        "score": "得分",
        "rank": "排名",
        "choice": "选择",
        "person": "人名",
        "office": "处室",
        "phone": "电话",
        "date": "日期",
        "number": "数",
    }
)
"""What people call the kinds."""

_KEYS: Final[Mapping[str, str]] = MappingProxyType(
    {
        **dict.fromkeys(("数据来源", "数据出处", "数据提供单位"), "data_source"),
        **dict.fromkeys(("佐证材料", "证明材料", "支撑材料", "印证材料", "佐证"), "evidence_files"),
        **dict.fromkeys(("填报人", "填表人", "报送人", "经办人"), "filled_by"),
        **dict.fromkeys(("审核人", "复核人", "审签人", "签发人"), "reviewed_by"),
        **dict.fromkeys(("填报日期", "填表日期", "报送日期", "填报时间", "报送时间"), "filled_on"),
        **dict.fromkeys(("填报单位", "报送单位", "填表单位"), "filing_body"),
        **dict.fromkeys(("分管领导", "分管负责人"), "leader_in_charge"),
        **dict.fromkeys(("科室负责人", "具体负责人"), "head_of_office"),
        **dict.fromkeys(("完成时限", "完成时间", "时间节点"), "due"),
        **dict.fromkeys(("下一步工作", "下一步打算", "下一步措施", "下步措施", "工作打算"), "next_steps"),
        **dict.fromkeys(("工作措施", "主要措施", "主要做法", "工作举措"), "measures"),
        **dict.fromkeys(("工作亮点", "特色亮点", "亮点"), "highlights"),
        **dict.fromkeys(("目标值", "目标任务", "年度目标", "计划目标"), "target"),
        **dict.fromkeys(("完成值", "完成数", "实际完成"), "actual"),
        **dict.fromkeys(("完成率", "完成进度", "进度"), "rate"),
        **dict.fromkeys(("同比", "增速", "增长"), "growth"),
        **dict.fromkeys(("全市平均", "平均水平"), "city_average"),
        **dict.fromkeys(("差距",), "gap"),
        **dict.fromkeys(("失分原因", "扣分原因", "原因分析", "未完成原因", "原因"), "reasons"),
        **dict.fromkeys(("扣分项", "失分项", "预计扣分", "扣分情况", "失分"), "deductions"),
        **dict.fromkeys(("风险",), "risks"),
        **dict.fromkeys(("协调", "请求支持"), "help_needed"),
        **dict.fromkeys(("意见建议", "工作建议", "建议"), "suggestions"),
        **dict.fromkeys(("加分",), "bonus"),
        **dict.fromkeys(("备注", "其他说明"), "remarks"),
        **dict.fromkeys(("牵头单位", "牵头部门"), "lead_body"),
        **dict.fromkeys(("配合单位", "配合部门"), "support_bodies"),
        **dict.fromkeys(("邮箱", "电子邮件"), "email"),
        **dict.fromkeys(("传真",), "fax"),
        **dict.fromkeys(("办公电话", "座机"), "office_phone"),
        **dict.fromkeys(("手机",), "mobile"),
        **dict.fromkeys(("电话", "联系方式"), "phone"),
        **dict.fromkeys(("职务",), "post"),
        **dict.fromkeys(("联系人",), "contact_person"),
    }
)
"""Common words of such labels; none is longer than ``city_liaison/`` leaves room for."""

_GROUPS: Final = (
    (re.compile(r"预计|预测"), known.FORECAST),
    (re.compile(r"完成|进展|推进|工作情况|1.{0,3}月"), known.PROGRESS),
    (re.compile(r"市级|对接"), known.CITY),
)
"""What a section is about whose own wording is not known."""

_KIND_WORDS: Final[tuple[tuple[re.Pattern[str], FieldKind], ...]] = (
    (re.compile(r"^是否|是否(?:完成|达标)$"), "choice"),
    (re.compile(r"(?:得分|自评分|评分)$"), "score"),
    (re.compile(r"(?:排名|排位|名次|位次)$"), "rank"),
    (re.compile(r"^[^及和与、]*(?:电话|手机|手机号码?|联系方式)$"), "phone"),
    (re.compile(r"日期$"), "date"),
    (re.compile(r"^[^及和与、]*(?:[人员]|领导|姓名)$"), "person"),
    (re.compile(r"(?:处室|科室|股室)(?:名称)?$"), "office"),
    (re.compile(r"(?:数量|个数|人数|件数|金额)$"), "number"),
    (
        re.compile(r"情况|措施|做法|举措|问题|建议|说明|材料|原因|计划|打算|亮点|风险|工作$|分析"),
        "paragraphs",
    ),
)

_OPTION: Final = re.compile(r"[□☐○◯]?\s*([^\s□☐○◯/／|()（）“”]{1,8})\s*[□☐○◯]?")
_BETWEEN: Final = re.compile(r"[/／|]|(?<=[□☐○◯])\s*(?=[^□☐○◯\s])|\s+(?=[□☐○◯])|[”]?或[“]?")


def ascii_word(label: str) -> str | None:
    """Returns a word for a label, or None where none is known; a longer wording counts before a shorter.

    >>> ascii_word("数据来源（单位）"), ascii_word("上传佐证材料情况"), ascii_word("甲乙丙")
    ('data_source', 'evidence_files', None)
    """
    bare = bare_label(label)
    within = sorted((wording for wording in _KEYS if wording in bare), key=len, reverse=True)
    return _KEYS[within[0]] if within else None


def kind_of(label: str) -> FieldKind:
    """Returns the kind of value that a label asks for: a line of text where its words do not say.

    >>> [kind_of(one) for one in ("数据来源", "佐证材料", "填报人", "填报日期", "是否达标", "联系人及电话")]
    ['line', 'paragraphs', 'person', 'date', 'choice', 'line']
    """
    bare = bare_label(label)
    return next((kind for words, kind in _KIND_WORDS if words.search(bare)), "line")


def group_of(label: str) -> str:
    """Returns the first part of the keys of a section whose wording is not known; "" for another matter."""
    return next((group for words, group in _GROUPS if words.search(label)), "")


def choices_in(text: str) -> tuple[str, ...]:
    """Returns what a label or the place of a value offers to choose from.

    >>> choices_in("是/否"), choices_in("□是 □否"), choices_in("是□ 否□ 正在推进□"), choices_in("满分为3分")
    (('是', '否'), ('是', '否'), ('是', '否', '正在推进'), ())
    """
    text = text.strip(" \u3000（）()。；“”")
    pieces = [piece.strip() for piece in _BETWEEN.split(text) if piece.strip(" □☐○◯")]
    found = [_OPTION.fullmatch(piece) for piece in pieces]
    options = tuple(one[1] for one in found if one is not None)
    return options if 2 <= len(options) == len(pieces) <= 6 else ()
