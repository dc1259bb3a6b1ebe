"""A unit's report (报送): what it filled into the forms of 附件3."""

from pydantic import ConfigDict, Field

from kaohe_cli.model.base import BodyName, Date, Integer, Model, Number, Text, Version, Year


class Filled(Model):
    """A part that people fill in by hand: a rank or a phone number written bare is still text."""

    model_config = ConfigDict(coerce_numbers_to_str=True)


class Progress(Filled):
    """（二）1—N月完成情况."""

    situation: Text | None = None
    """基本情况；激励措施为政策争取情况"""
    self_score: Number | None = None
    """自评得分（计分指标）"""
    self_rank: Text | None = None
    """自评排名（计分指标），照填写的文字，如 并列第2"""
    completed: Text | None = None
    """是否完成（不计分指标）"""


class Forecast(Progress):
    """（三）全年预计情况."""

    eligible: Text | None = None
    """是否符合申报条件（激励措施）"""
    expected_result: Text | None = None
    """预计争取结果（激励措施）"""


class CityLiaison(Filled):
    """（五）对接市级部门情况."""

    leader: Text | None = None
    """市级考核单位分管领导"""
    office: Text | None = None
    """经办处室名称"""
    phone: Text | None = None
    """经办处室联系电话"""


class Contact(Filled):
    """责任人 with a mobile number, which is personal data."""

    name: Text | None = None
    """责任人"""
    mobile: Text | None = None
    """联系电话（手机）"""


class ReportEntry(Filled):
    """What a unit reports on one row of the tables."""

    progress: Progress = Progress()
    """（二）1—N月完成情况"""
    forecast: Forecast = Forecast()
    """（三）全年预计情况"""
    problems: Text | None = None
    """（四）存在问题及建议"""
    city_liaison: CityLiaison = CityLiaison()
    """（五）对接市级部门情况"""
    leader: Text | None = None
    """（六）责任领导；与全单位不同时才写"""
    contact: Contact | None = None
    """（六）责任人；与全单位不同时才写"""


class Returned(Filled):
    """The Word file that a report was read from, and when it came."""

    file: Text
    """交回的 Word 文件的名称"""
    received: Date
    """收到的日期；晚于截止日期的算迟交"""
    saved: Text | None = None
    """Word 文件最后保存的时间（世界时），如 2021-11-03T08:15:00Z；较旧的不会覆盖较新的"""
    sha256: Text
    """Word 文件内容的指纹，同一份文件再交一次能认出来"""


class Report(Filled):
    """The whole of ``reports/<unit>.yaml``."""

    schema_version: Version
    """数据格式的版本，目前是 1"""
    year: Year
    """考核年度"""
    unit: BodyName
    """单位名称，与 units.yaml 一致"""
    through_month: Integer = Field(ge=1, le=12)
    """完成情况截至的月份"""
    returned: Returned | None = None
    """这份内容读自哪一份 Word 文件；手工录入的不写"""
    leader: Text | None = None
    """责任领导"""
    contact: Contact = Contact()
    """责任人和联系电话（手机）"""
    entries: dict[str, ReportEntry] = Field(default_factory=dict)
    """各行的填报内容，以编号为键，如 A18.1、J04"""
