"""What the office sends upstairs and to the units, as Word files: report, brief, cards, notice, slips.

`telling` puts a summary into words, `returns` says what is to be mended in each unit's return; each of the
other modules lays out one kind of document with the kit of `word/building/official.py`.
"""
