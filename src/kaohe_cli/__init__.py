"""kaohe: a district's assessment tables as checked YAML, and its units' Word reports."""

__version__ = "0.1.0"
