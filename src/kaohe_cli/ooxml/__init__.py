"""Word files: read safely, built, and filled from templates; knows nothing of 考核.

`reading` is any file as paragraphs and tables; `template` compiles a .docx once and renders it many times,
and brings Jinja along; `building` makes documents from nothing; `wml` is the XML below them.
"""
