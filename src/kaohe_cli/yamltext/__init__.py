"""YAML read with positions, and edited by splicing text at them, never by dumping.

This package knows YAML and nothing of 考核.
"""

from kaohe_cli.yamltext.document import YamlPath, YamlValue
from kaohe_cli.yamltext.edits import (
    append_item,
    insert_item,
    put_key,
    put_keys,
    put_value,
    remove_item,
    remove_key,
    remove_value,
    rename_key,
    set_list,
    set_scalar,
)
from kaohe_cli.yamltext.new_file import yaml_text
from kaohe_cli.yamltext.written import WrittenItem, put_items, written, written_items

__all__ = [
    "WrittenItem",
    "YamlPath",
    "YamlValue",
    "append_item",
    "insert_item",
    "put_items",
    "put_key",
    "put_keys",
    "put_value",
    "remove_item",
    "remove_key",
    "remove_value",
    "rename_key",
    "set_list",
    "set_scalar",
    "written",
    "written_items",
    "yaml_text",
]
