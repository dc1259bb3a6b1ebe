"""What options of the command line may be, where two modules speak of it."""

from typing import Literal

DraftFormat = Literal["docx", "md", "pdf"]
ExportFormat = Literal["docx", "xlsx"]
AssignView = Literal["unit", "section", "city"]
Level = Literal["criterion", "indicator"]
