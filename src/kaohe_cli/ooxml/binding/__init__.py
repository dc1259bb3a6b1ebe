"""Several documents of one template bound into one file, each as its own file would show it.

`binder` puts the parts together; beside it stands what must not get into another's way: `identities` (ids and
bookmarks), `lists` (numbers), `notes` (footnotes, comments), `sections` (pages, headers), `fields`.
"""
