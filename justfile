# The daily tasks by name; `just` lists them (it comes with the dev extra, as rust-just).

set windows-shell := ["cmd.exe", "/c"]

bin := if os_family() == "windows" { ".venv\\Scripts\\" } else { ".venv/bin/" }

# list the tasks
default:
    @{{quote(just_executable())}} --list --unsorted

# the tests that need no LibreOffice, no browser and no patience; words behind it go to pytest
quick *words:
    {{bin}}pytest -m "not slow and not libreoffice and not browser" {{words}}

# all tests; words behind it go to pytest
test *words:
    {{bin}}pytest {{words}}

# lint, format, types for this system and for Windows
check:
    {{bin}}ruff check .
    {{bin}}ruff format --check .
    {{bin}}mypy
    {{bin}}mypy --platform win32

# put imports in order and format
tidy:
    {{bin}}ruff check --fix .
    {{bin}}ruff format .

# what follows from the data, the models and the help: JSON Schemas, template, examples, reference and man pages
made:
    {{bin}}kaohe schema
    {{bin}}kaohe template new --force
    {{bin}}python tools/build_examples.py
    {{bin}}python tools/manual.py

# the pictures of the READMEs and the handbook (needs Chromium and LibreOffice)
pictures:
    {{bin}}python -m tools.pictures

# the handbook as a site, in site/; it opens by double click
site:
    {{bin}}sphinx-build -q -W -b html docs site

# the handbook as one Word file, in dist/ (needs pandoc and LibreOffice)
book:
    {{bin}}python -m tools.handbook_docx

# all that CI does, in a fresh environment
ci:
    bash .ci/run

# the newest releases into constraints.txt (needs uv)
lock:
    bash tools/lock.sh

# one benchmark by name, or all: just bench render
bench *names="render cold command_line collect importing growth memory":
    for name in {{names}}; do {{bin}}python benchmarks/$name.py; done
