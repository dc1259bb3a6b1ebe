"""Word files made from nothing, through python-docx; knows nothing of 考核.

`layout` opens the layout that a document stands on, `styles` defines looks, `text` and `tables` write,
`official` writes whole documents on top of these,
`page` sets up paper and page numbers, `saving` packs: fixed times, properties of our own, the same bytes for
the same input. What python-docx has no name for is in `markup`, the only module that names `w:` elements.
"""
