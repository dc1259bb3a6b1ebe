"""What the invented people of the corpus fill in, row by row."""

from typing import Any, Final

PEOPLE: Final[dict[str, Any]] = {
    "city_liaison/leader": "王样例",
    "city_liaison/office": "外资处",
    "city_liaison/phone": "023-60000001",
    "leader": "张三",
    "contact/name": "李四",
    "contact/mobile": "13800000000",
}
INVESTMENT: Final[dict[str, Any]] = {
    "progress/situation": "1—10月，全区实际利用外资2.1亿美元，同比增长8.2%",
    "progress/self_score": 1.9,
    "progress/self_rank": "第3名",
    "forecast/situation": "预计全年实际利用外资2.6亿美元，同比增长9%",
    "forecast/self_score": 2,
    "forecast/self_rank": "第2名",
    "problems": "部分项目到资进度滞后，建议加大招商力度",
    **PEOPLE,
}
TRADE: Final[dict[str, Any]] = {
    **INVESTMENT,
    "progress/situation": "1—10月，进出口总额120亿元，同比增长12.5%",
    "progress/self_score": 1.8,
    "progress/self_rank": "第5名",
    "forecast/situation": "预计全年进出口总额150亿元，同比增长13%",
    "forecast/self_rank": "第4名",
    "problems": "外贸企业订单不足",
}
RETAIL: Final[dict[str, Any]] = {
    **INVESTMENT,
    "progress/situation": "1—10月，社会消费品零售总额560亿元，同比增长17.3%",
    "progress/self_score": 2.8,
    "progress/self_rank": "第3名",
    "forecast/situation": "预计全年680亿元，同比增长16%",
    "forecast/self_score": 3,
    "forecast/self_rank": "第2名",
    "problems": "限额以上企业增长乏力",
}
SURVEY: Final[dict[str, Any]] = {
    "progress/situation": "已配合第三方机构完成问卷发放",
    "progress/completed": "是",
    "forecast/situation": "预计满意度较上年提升",
    "forecast/completed": "是",
    "problems": "无",
    **PEOPLE,
}
CIRCLE: Final[dict[str, Any]] = {
    **SURVEY,
    "progress/situation": "年度28项任务完成22项",
    "forecast/situation": "预计全部完成",
}
RENEWAL: Final[dict[str, Any]] = {
    "progress/situation": "已上报老旧小区改造项目12个",
    "forecast/situation": "预计改造面积60万平方米",
    "forecast/eligible": "是",
    "forecast/expected_result": "争取获得激励资金支持",
    "problems": "老旧小区管网改造资金缺口较大",
    **PEOPLE,
}

A10, A11, A18 = "实际利用外资总量及增速", "进出口目标及增速", "社会消费品零售总额及增速"
B02 = "万家企业满意度调查"
C03 = "成渝地区双城经济圈建设和“一区两群”协调发展目标任务推进或完成情况"
J18 = "实施城市更新行动"
