"""What the example in 附件3 shows of 附件1: that the items of one content are reported one by one."""

import re
from collections.abc import Iterable, Iterator

from kaohe_cli.importing.drafts import CriterionDraft
from kaohe_cli.words.folding import bare
from kaohe_cli.words.numerals import HAN
from kaohe_cli.words.shortening import quoted

_EXAMPLE = re.compile(rf"\s*{HAN}+、(?P<name>[^（()）]{{3,40}})[（(]指标名称[)）]\s*")
_BRACKETS = re.compile(r"[（(][^（()）]*[)）]")
_LEAST_ITEMS = 2


def metrics_shown(lines: Iterable[str], criteria: Iterable[CriterionDraft]) -> Iterator[str]:
    """Gives the items of a content to the row that the form's example is taken from; yields what was done.

    The example is one of the items, perhaps with its words in another order (公租房使用分配率), and of just
    one row; an example that is a row's whole content shows nothing.
    """
    found = (match["name"].strip() for line in lines if (match := _EXAMPLE.fullmatch(line)))
    names = [name for name in dict.fromkeys(found) if "×" not in name]
    rows = list(criteria) if names else []
    for name in names:
        signs = sorted(bare(name))
        owners = [row for row in rows if any(sorted(bare(item)) == signs for item in items_of(row.content))]
        if len(owners) == 1 and len(items := items_of(owners[0].content)) >= _LEAST_ITEMS:
            owners[0].metrics = items
            yield (
                f"附件3 以“{name}”为例单独报送，“{quoted(owners[0].content)}”的 {len(items)} 项"
                "都记作逐项报送（metrics），请核对"
            )


def items_of(content: str) -> tuple[str, ...]:
    """Returns the items that a content lists.

    >>> items_of("城镇化率及增速（只考核万州、黔江），道路长度、人行道面积")
    ('城镇化率及增速', '道路长度', '人行道面积')
    """
    items = re.split("[，、；]", _BRACKETS.sub("", content))
    return tuple(item.strip(" 。") for item in items if item.strip(" 。"))
