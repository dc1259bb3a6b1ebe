"""Tables from the issued documents: Word files and pasted text in, the three YAML files out."""

from kaohe_cli.importing.imported import Imported
from kaohe_cli.importing.importer import NothingFoundError, import_files
from kaohe_cli.importing.recognition import NotUnderstoodError
from kaohe_cli.importing.report import Account, Doubt, Place, TableAccount
from kaohe_cli.importing.tables import ImportedTables

__all__ = [
    "Account",
    "Doubt",
    "Imported",
    "ImportedTables",
    "NotUnderstoodError",
    "NothingFoundError",
    "Place",
    "TableAccount",
    "import_files",
]
