"""People and offices with several telephone numbers on one line, as units write them."""

import re
from typing import Final, NamedTuple

from kaohe_cli.word.returns.lines import fold
from kaohe_cli.words.phones import dialled

_EXTENSION: Final = r"(?: *(?:转|分机|-) *\d{1,6})?"
_MOBILE: Final = r"(?:\+? *(?:00)?86[- ]?)?1[3-9]\d[- .]?\d{4}[- .]?\d{4}"
_LANDLINE: Final = rf"(?:\(?0\d{{2,3}}\)?[-— ]{{0,2}})?[2-9]\d{{3}}[- ]?\d{{3,4}}{_EXTENSION}"
_NUMBER: Final = re.compile(rf"(?<![\d×*xX])(?:{_MOBILE}|{_LANDLINE})(?![\d×*xX])")
_WORD: Final = r"(?:联系|办公|手机|移动|座机|固定)?(?:电话|手机号?码?|座机|号码|联系方式)"
_KIND: Final = re.compile(rf"{_WORD} *:? *\0|\0 *\((?:办公?|手机|座机|{_WORD})\)")
_LONELY: Final = re.compile(r"[(（][\0\s、,;，；]*[)）]")
_STOPS: Final = " 　。.;；,，、:：()（）"
_IS_MOBILE: Final = re.compile(r"1[3-9]\d{9}")


def is_mobile(number: str) -> bool:
    """Whether a number, as reports keep it, is that of a mobile phone."""
    return _IS_MOBILE.fullmatch(number) is not None


class People(NamedTuple):
    """Who is named on a line, and their numbers in its order."""

    names: str
    numbers: tuple[str, ...]

    def first(self, *, mobile: bool) -> str:
        """Returns the number to keep: the first, or the first mobile where one is asked for."""
        wanted = (one for one in self.numbers if mobile and is_mobile(one))
        return next(wanted, self.numbers[0])


def people_in(text: str) -> People:
    """Returns the names and the numbers of a line.

    >>> people_in("陈晓（13800000000）、高飞（13900000000）")
    People(names='陈晓、高飞', numbers=('13800000000', '13900000000'))
    >>> people_in("李四，电话71223344，手机13800000000")
    People(names='李四', numbers=('71223344', '13800000000'))
    >>> people_in("流通处，023-62661234转8012")
    People(names='流通处', numbers=('023-62661234转8012',))
    """
    folded = fold(text)
    found = list(_NUMBER.finditer(folded))
    pieces, at = [], 0
    for number in found:
        pieces.append(text[at : number.start()])
        at = number.end()
    bare = _LONELY.sub("\0", _KIND.sub("\0", "\0".join([*pieces, text[at:]])))
    names = [" ".join(name.split()).strip(_STOPS) for name in bare.split("\0")]
    return People("、".join(filter(None, names)), tuple(map(_written, found)))


def _written(found: re.Match[str]) -> str:
    """Returns a number as reports keep it: a mobile in digits, a landline with “-” behind its area code."""
    bare = "".join(found[0].replace("—", "-").split())
    digits = dialled(bare) or ""
    if is_mobile(digits):
        return digits
    area = re.fullmatch(r"\((0\d{2,3})\)-?(.+)", bare)
    return f"{area[1]}-{area[2]}" if area else bare
