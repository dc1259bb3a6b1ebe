"""Whole files: looking at them and writing them. Knows nothing of YAML, Word or 考核."""
