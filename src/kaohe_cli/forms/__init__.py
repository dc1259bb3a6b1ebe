"""附件3 as data: the record of its forms, read from ``forms.yaml``, and what a unit reports in them.

Everything that asks what a form holds (the template, what is asked and missing, labels and kinds, the order
of keys, the schema of reports) asks this record. It knows no files and no Word.
"""
