"""``python -m tools.pictures [FOLDER]``: make every picture."""

import sys
import tempfile
from pathlib import Path
from typing import Final

from kaohe_cli.ooxml.office import to_pdf
from tools.pictures import handbook, summary, template
from tools.pictures.answers import REPOSITORY, desk
from tools.pictures.picture import Picture, browser, free_fonts

IMAGES: Final = REPOSITORY / "docs" / "images"
_MAKERS: Final = (summary, template, handbook)


def pictures() -> dict[str, Picture]:
    """Every picture, by the name of its file without ending."""
    with tempfile.TemporaryDirectory(prefix="kaohe-pictures-") as name:
        folder = Path(name)
        place = desk(folder)
        documents = {name: file for maker in _MAKERS for name, file in maker.documents(folder, place).items()}
        with free_fonts(folder):
            for stem, pdf in to_pdf(documents).items():
                (folder / f"{stem}.pdf").write_bytes(pdf)
            with browser() as chromium:
                return {
                    name: picture
                    for maker in _MAKERS
                    for name, picture in maker.pictures(folder, chromium).items()
                }


def main() -> None:
    """Make every picture."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else IMAGES
    target.mkdir(parents=True, exist_ok=True)
    for name, picture in pictures().items():
        path = target / f"{name}.png"
        picture.save(path)
        print(path, path.stat().st_size)


if __name__ == "__main__":
    main()
