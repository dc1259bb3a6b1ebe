"""Any Word file read as what Word shows: paragraphs and tables in order, with their marks."""
