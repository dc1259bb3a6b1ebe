"""Names of bodies as people write them: 经信委 and ××区经济和信息化委员会 are one name."""

import unicodedata
from typing import Final

from kaohe_cli.words.patterns import regex

_ROLE: Final = "(?:牵头|主办|主责|责任|配合|协助|协办|参与)(?:单位|部门)?"
_SEAL: Final = "（(?:单位|部门)?(?:加?盖?公?章|签[章字]|落款)(?:处)?）"
_WITH_ROLE: Final = regex(f"^{_ROLE}[:：]|(?:（{_ROLE}）|(?:牵头|配合)|{_SEAL})+$")

# 经开区, 两江新区, 保税区 and their like have bodies of their own: 经开区财政局 is not 区财政局.
ZONE_SIGNS: Final = "开新税园景社范验假理作业港林矿库"
_PLACE: Final = regex(
    rf"(?:国家税务总局)?(?:重庆市?)?(?:(?:(?![市县区])[一-鿿]){{2,3}}|[我本]|[×xX*某○〇]{{1,3}})?(?<![{ZONE_SIGNS}])[区县]"
)
_SPONSOR: Final = regex(r"(?:委|(?:人民)?政府)(?=..)")  # 区委政法委 is 政法委, 区政府外办 is 外办

# Long forms with the short form that offices use, longer ones first. A body's former name (环保局) is none:
# that is an alias, for units.yaml to say.
_SHORT_FORMS: Final = tuple(
    (regex(long), short)
    for long, short in (
        ("国有资产监督管理", "国资"),
        ("^(?:重庆市)?公安局.{2,4}分局$", "公安局"),  # 重庆市公安局黔江区分局
        ("人民政府|^府(?=办)", "政府"),
        ("管理委员会$", "管委会"),
        ("委员会$", "委"),
        ("办公室$", "办"),
        ("[和与及]", ""),
        ("经济信息化?", "经信"),
        ("发展改革", "发改"),
        ("农业农村|农业", "农"),
        ("住房城乡建(?:设(?=委|局))?", "住建"),
        ("人力(?:资源)?社(?:会保障|保)", "人社"),
        ("卫生健康", "卫健"),
        ("市场监(?:督管理|管)", "市监"),
        ("规划自然资源|规自", "规资"),
        ("文化旅游(?:发展)?", "文旅"),
        ("商务", "商"),
        ("大数据(?:应用)?发展(?:管理)?", "大数据"),
        ("退役军人事务", "退役军人"),
        ("应急管理", "应急"),
        ("城市管理", "城管"),
        ("金融(?:工作|服务)", "金融"),
        ("科学技术", "科技"),
        ("教育", "教"),
        ("公安分局", "公安局"),
        ("政务服务(?:管理)?", "政务"),
        ("外事", "外"),
        ("消防救援", "消防"),
        ("工商业联合会", "工商联"),
        ("医疗保障", "医保"),
        ("交通运输", "交通"),
        ("民族宗教(?:事务)?", "民宗"),
    )
)
_LEAST_SIGNS: Final = 2
_LOOKS_LIKE_BODY: Final = regex(
    r"[区县][^区县]{1,12}(?:[委局办部院联]|委员会|办公室|中心|支队|联合会)(?:（[^（）]+）)?"
)


def tidied(name: str) -> str:
    """Returns a name without blanks, with brackets of full width, and without the role or the seal beside it.

    >>> tidied(" 区政府外办(区招商投资局) "), tidied("区 教 委（牵头单位）"), tidied("配合单位：区教委")
    ('区政府外办（区招商投资局）', '区教委', '区教委')
    >>> tidied("区教委（盖章）"), tidied("区教委牵头"), tidied("区教委(公 章)")
    ('区教委', '区教委', '区教委')
    """
    plain = "".join(unicodedata.normalize("NFKC", name).split()).replace("(", "（").replace(")", "）")
    return _WITH_ROLE.sub("", plain)


def short_form(name: str) -> str:
    """Returns what all ways to write a body of the district have in common, "" where too little is left.

    >>> [short_form(n) for n in ("区经济信息委", "经信委", "黔江区经济和信息化委员会", "××区经信委")]
    ['经信委', '经信委', '经信委', '经信委']
    >>> short_form("市经济信息委"), short_form("经开区财政局"), short_form("区委办公室")
    ('市经信委', '经开区财政局', '委办')
    """
    text = _without_place(tidied(name))
    for long, short in _SHORT_FORMS:
        text = long.sub(short, text)
    text = _SPONSOR.sub("", text, count=1) if _SPONSOR.match(text) else text
    return text if len(text) >= _LEAST_SIGNS else ""


def may_mean(name: str, body: str) -> bool:
    """Whether a name could be short, or by habit another word, for a body that is known to be asked.

    Its signs stand in the body's name in the same order; the last one, 局 or 委 or 办, may be another where
    enough is left. To be asked only where a row says who is meant: alone it proves nothing.

    >>> may_mean("建委", "区住房城乡建委"), may_mean("区教育局", "区教委"), may_mean("招商局", "区招商投资局")
    (True, True, True)
    >>> may_mean("财政局", "区教委"), may_mean("经开区财政局", "区财政局"), may_mean("局", "区财政局")
    (False, False, False)
    """
    short = short_form(name)
    if not short:
        return False
    stem, sign = short[:-1], short[-1]
    for whole in (short_form(body), _without_place(tidied(body))):
        is_same_kind = whole.endswith(sign)
        if (is_same_kind or len(stem) >= _LEAST_SIGNS) and _stands_in(stem, whole[:-1]):
            return True
        if not is_same_kind and stem == whole[:-1]:
            return True
    return False


def _stands_in(signs: str, text: str) -> bool:
    """Whether signs stand in a text in their order."""
    rest = iter(text)
    return all(sign in rest for sign in signs)


def _without_place(name: str) -> str:
    place = _PLACE.match(name)
    return name[place.end() :] if place else name


def looks_like_body(text: str) -> bool:
    """True for what can only be the name of one body of the district, known or not.

    >>> [looks_like_body(text) for text in ("区数据局", "区教委（区体育局）", "区情况表", "商务委")]
    [True, True, False, False]
    """
    return _LOOKS_LIKE_BODY.fullmatch(tidied(text)) is not None
