"""YAML read with positions, and edited by splicing text at them, never by dumping.

This package knows YAML and nothing of 考核. It has no list of its names: whoever only reads (``kaohe list``)
should not import what edits.
"""
