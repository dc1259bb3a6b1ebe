"""Tables from the issued documents: Word files and pasted text in, the three YAML files out."""

from kaohe_cli.importing.imported import Imported
from kaohe_cli.importing.importer import NothingFoundError, import_files
from kaohe_cli.importing.recognition import NotUnderstoodError
from kaohe_cli.importing.report import Account, DocumentPlace, Doubt, TableAccount
from kaohe_cli.importing.tables import ImportedTables

__all__ = [
    "Account",
    "DocumentPlace",
    "Doubt",
    "Imported",
    "ImportedTables",
    "NotUnderstoodError",
    "NothingFoundError",
    "TableAccount",
    "import_files",
]
