"""The template engine: a .docx with Jinja tags compiled once, rendered many times."""
