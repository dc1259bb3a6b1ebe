"""YAML edited by splicing text at known positions, never by dumping; files changed together or not at all.

This package knows YAML and nothing of 考核.
"""

from kaohe_cli.files.errors import (
    CannotEditError,
    ExternallyChangedError,
    InterruptedChangeError,
    WorkspaceBusyError,
)
from kaohe_cli.files.transaction import FileDiff, Transaction, recover
from kaohe_cli.yamltext.document import Value, YamlPath
from kaohe_cli.yamltext.edits import (
    append_item,
    insert_item,
    put_key,
    put_keys,
    remove_item,
    remove_key,
    rename_key,
    set_list,
    set_scalar,
)
from kaohe_cli.yamltext.nested import put_value, remove_value
from kaohe_cli.yamltext.new_file import yaml_text
from kaohe_cli.yamltext.written import WrittenItem, put_items, written, written_items

__all__ = [
    "CannotEditError",
    "ExternallyChangedError",
    "FileDiff",
    "InterruptedChangeError",
    "Transaction",
    "Value",
    "WorkspaceBusyError",
    "WrittenItem",
    "YamlPath",
    "append_item",
    "insert_item",
    "put_items",
    "put_key",
    "put_keys",
    "put_value",
    "recover",
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
