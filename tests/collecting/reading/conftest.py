"""LibreOffice for the tests of returned files: one start for all of them."""

import os
from collections.abc import Iterator

import pytest

from tests.collecting.reading.typing_in_office import Office, office, python_with_uno


@pytest.fixture(scope="session")
def typing_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A running LibreOffice with somebody at its keyboard."""
    python = python_with_uno()
    if python is None:
        if os.environ.get("CI"):
            pytest.fail("python3-uno is missing")
        pytest.skip("没有安装 python3-uno")
    with office(tmp_path_factory.mktemp("office") / "profile", python) as running:
        yield running
