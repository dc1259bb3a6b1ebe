"""The parts of a template that hold text, and what a template may not bring along."""

from typing import Final

from kaohe_cli.ooxml import wml
from kaohe_cli.ooxml.errors import UnsafePackageError
from kaohe_cli.ooxml.opening import Trees
from kaohe_cli.ooxml.package import Package
from kaohe_cli.ooxml.reading.plaintext import text_parts
from kaohe_cli.ooxml.template.marking import MarkedPart, mark_tags
from kaohe_cli.ooxml.template.sandbox import RESERVED_CHARACTERS, Sandbox

_OUTSIDE: Final = {
    "attachedTemplate": ("附加模板", "打开“开发工具—文档模板”，把它改为 Normal"),
    "image": ("链接的图片", "删去这张图片，再把它插入一次"),
}
_HARMLESS_LINKS: Final = frozenset({"hyperlink"})


def refuse_outside_links(package: Package) -> None:
    """Refuse a template that would make Word load something from elsewhere in every report."""
    for part in ("", *package.parts):
        for relation in package.relations(part):
            if relation.external and relation.kind not in _HARMLESS_LINKS:
                what, remedy = _OUTSIDE.get(relation.kind, ("链接的内容", "断开链接或改为嵌入"))
                raise UnsafePackageError(
                    f"{package.name} 要从外面载入{what}（{relation.target}），请在 Word 里{remedy}"
                )


def marked_parts(package: Package, trees: Trees, sandbox: Sandbox) -> dict[str, MarkedPart]:
    """Every text part, cleaned of tracked changes and noise, with its tags found."""
    found = {}
    for name, label in text_parts(package).items():
        root = trees[name]
        if set(wml.to_text(root)).intersection(RESERVED_CHARACTERS):
            raise UnsafePackageError(f"{package.name} 的{label}里有不能用的字符（U+10FFF0 一带），请删去")
        wml.accept_changes(root)
        wml.drop_noise(root)
        found[name] = mark_tags(root, label, sandbox)
    return found
