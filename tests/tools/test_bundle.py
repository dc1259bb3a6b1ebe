"""The offline bundle: complete for its system and Python whatever machine it is made on, or refused."""

import importlib.util
import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from tests.conftest import REPOSITORY


def script(name: str, path: str) -> Any:
    spec = importlib.util.spec_from_file_location(name, REPOSITORY / "tools" / path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


BUNDLE = script("bundle", "bundle.py")
WINDOWS = BUNDLE.Target(BUNDLE.SYSTEMS["windows"], "3.12")
LINUX = BUNDLE.Target(BUNDLE.SYSTEMS["linux"], "3.12")
ARM = BUNDLE.Target(BUNDLE.SYSTEMS["linux-arm64"], "3.12")

KAOHE = ("typer>=0.29,<0.30", "pdfplumber>=0.11 ; extra == 'all'", "dreams ; extra == 'dev'")
WHEELS = {
    "kaohe-0.1.0-py3-none-any.whl": KAOHE,
    "typer-0.29.2-py3-none-any.whl": ("colorama ; sys_platform == 'win32'",),
    "pdfplumber-0.11.1-py3-none-any.whl": ("pillow[fast]>=12 ; python_version >= '3.12'",),
    "pillow-13.0.0-cp312-cp312-win_amd64.whl": ("colorama ; extra == 'fast'",),
    "colorama-0.4.6-py2.py3-none-any.whl": (),
}
LINUX_PILLOW = "pillow-13.0.0-cp312-cp312-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl"
PINS = """\
# pinned
typer==0.29.2
pdfplumber==0.11.1
pillow==13.0.0
colorama==0.4.6 ; sys_platform == 'win32'
"""


def write_wheel(folder: Path, file: str, requires: tuple[str, ...] = (), python: str = ">=3.11") -> None:
    name, version = file.split("-")[:2]
    lines = ["Metadata-Version: 2.4", f"Name: {name}", f"Version: {version}", f"Requires-Python: {python}"]
    lines += [f"Requires-Dist: {one}" for one in requires]
    with zipfile.ZipFile(folder / file, "w") as archive:
        archive.writestr(f"{name}-{version}.dist-info/METADATA", "\n".join(lines) + "\n\n")


def lacking(folder: Path, target: Any) -> dict[str, str]:
    return {one.name: one.sentence for one in BUNDLE.unmet(BUNDLE.wheels_in(folder), target)}


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    folder = tmp_path / "wheels"
    folder.mkdir()
    for file, requires in WHEELS.items():
        write_wheel(folder, file, requires)
    return folder


def test_nothing_is_lacking_where_every_requirement_has_a_wheel(wheels: Path) -> None:
    assert lacking(wheels, WINDOWS) == {}


def test_markers_are_those_of_the_target_and_not_of_this_machine(wheels: Path) -> None:
    (wheels / "colorama-0.4.6-py2.py3-none-any.whl").unlink()
    write_wheel(wheels, "pillow-13.0.0-cp312-cp312-win_amd64.whl")
    assert "typer" in lacking(wheels, WINDOWS)["colorama"]
    (wheels / "pillow-13.0.0-cp312-cp312-win_amd64.whl").unlink()
    write_wheel(wheels, LINUX_PILLOW)
    assert lacking(wheels, LINUX) == {}


def test_an_extra_of_a_requirement_is_asked_for(wheels: Path) -> None:
    write_wheel(wheels, "typer-0.29.2-py3-none-any.whl")
    (wheels / "colorama-0.4.6-py2.py3-none-any.whl").unlink()
    assert "pillow" in lacking(wheels, WINDOWS)["colorama"]
    older = BUNDLE.Target(BUNDLE.SYSTEMS["windows"], "3.11")  # on which pdfplumber wants no pillow
    assert lacking(wheels, older) == {}


@pytest.mark.parametrize(
    ("file", "python", "says"),
    [
        ("pillow-13.0.0-cp312-cp312-manylinux_2_28_x86_64.whl", ">=3.11", "不能用在 Windows"),
        ("pillow-13.0.0-cp311-cp311-win_amd64.whl", ">=3.11", "不能用在 Windows"),
        ("pillow-11.0.0-cp312-cp312-win_amd64.whl", ">=3.11", "版本不合（pdfplumber 要 pillow[fast]>=12"),
        ("pillow-13.0.0-cp312-cp312-win_amd64.whl", ">=3.13", "要 Python >=3.13"),
    ],
)
def test_a_wheel_that_does_not_fit_is_told(wheels: Path, file: str, python: str, says: str) -> None:
    (wheels / "pillow-13.0.0-cp312-cp312-win_amd64.whl").unlink()
    write_wheel(wheels, file, python=python)
    assert says in lacking(wheels, WINDOWS)["pillow"]


@pytest.mark.parametrize(
    ("platform", "target"),
    [
        ("cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64", LINUX),
        ("cp311-abi3-manylinux_2_28_x86_64", LINUX),
        ("cp312-cp312-manylinux1_x86_64", LINUX),
        ("cp312-cp312-manylinux2014_aarch64", ARM),
        ("cp311-abi3-win_amd64", WINDOWS),
        ("py3-none-win_amd64", WINDOWS),
    ],
)
def test_a_wheel_that_fits_is_taken(wheels: Path, platform: str, target: Any) -> None:
    (wheels / "pillow-13.0.0-cp312-cp312-win_amd64.whl").unlink()
    write_wheel(wheels, f"pillow-13.0.0-{platform}.whl")
    assert lacking(wheels, target) == {}


def test_a_newer_glibc_than_that_of_the_desks_is_not_taken(wheels: Path) -> None:
    (wheels / "pillow-13.0.0-cp312-cp312-win_amd64.whl").unlink()
    write_wheel(wheels, "pillow-13.0.0-cp312-cp312-manylinux_2_34_x86_64.whl")
    assert "不能用在 Linux" in lacking(wheels, LINUX)["pillow"]


@pytest.mark.parametrize("python", BUNDLE.PYTHONS)
@pytest.mark.parametrize("system", BUNDLE.SYSTEMS)
def test_the_pinned_set_has_what_the_program_asks_for(system: str, python: str) -> None:
    target = BUNDLE.Target(BUNDLE.SYSTEMS[system], python)
    pins = BUNDLE.pinned((REPOSITORY / "constraints.txt").read_text("utf-8"), target)
    assert {"typer", "pydantic-core", "pdfplumber", "xlsxwriter"} <= set(pins)
    assert ("colorama" in pins) == (system == "windows")


# --- fetching ----------------------------------------------------------------------------------------------


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """What pip is asked; it hands out the wheels above, and for Linux another one of pillow."""
    heard: list[tuple[str, ...]] = []

    def pip(*words: str, folder: Path) -> None:
        heard.append(words)
        names = ["kaohe"] if words[0] == "wheel" else [word.split("==")[0] for word in words if "==" in word]
        for file, requires in WHEELS.items():
            if file.split("-")[0] in names:
                write_wheel(
                    folder, LINUX_PILLOW if "pillow" in file and LINUX_ASKED in words else file, requires
                )

    monkeypatch.setattr(BUNDLE, "pip", pip)
    return heard


LINUX_ASKED = "manylinux_2_28_x86_64"


def test_every_wheel_is_asked_for_by_name_and_version(asked: list[tuple[str, ...]], tmp_path: Path) -> None:
    BUNDLE.fetch(WINDOWS, BUNDLE.pinned(PINS, WINDOWS), tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == set(WHEELS)
    build, *downloads = asked
    assert build[0] == "wheel"
    assert "--no-deps" in build
    for words in downloads:
        assert {"--no-deps", "--only-binary=:all:", "win_amd64", "3.12"} <= set(words)
    assert [word for words in downloads for word in words if "==" in word] == [
        *("pdfplumber==0.11.1", "typer==0.29.2"),
        *("colorama==0.4.6", "pillow==13.0.0"),
    ]


def test_what_is_not_pinned_is_not_fetched(asked: list[tuple[str, ...]], tmp_path: Path) -> None:
    with pytest.raises(BUNDLE.BundleError, match="没有定下 colorama、pillow 的版本"):
        BUNDLE.fetch(WINDOWS, {"typer": "typer==0.29.2", "pdfplumber": "pdfplumber==0.11.1"}, tmp_path)


def test_a_pin_that_does_not_fit_ends_it(asked: list[tuple[str, ...]], tmp_path: Path) -> None:
    with pytest.raises(BUNDLE.BundleError, match="不能用在 Linux（aarch64"):
        BUNDLE.fetch(ARM, BUNDLE.pinned(PINS, WINDOWS), tmp_path)


# --- what comes out ----------------------------------------------------------------------------------------


@pytest.fixture
def bundle(asked: list[tuple[str, ...]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bundle of the wheels above, unpacked."""
    monkeypatch.setattr(BUNDLE, "REPOSITORY", tmp_path)
    (tmp_path / "constraints.txt").write_text(PINS, "utf-8")
    (tmp_path / "python-3.12.9-amd64.exe").write_bytes(b"MZ")
    BUNDLE.make(tmp_path / "kaohe.zip", WINDOWS, tmp_path / "python-3.12.9-amd64.exe")
    unpacked: Path = BUNDLE._unpacked(tmp_path / "kaohe.zip", tmp_path / "out")
    return unpacked


def test_a_bundle_is_complete(bundle: Path) -> None:
    assert {path.name for path in bundle.iterdir()} == {
        *("wheels", "constraints.txt", "manifest.json", "README.txt"),
        *("install.cmd", "install.py", "install.sh", "python-3.12.9-amd64.exe"),
    }
    assert BUNDLE.checked(bundle).startswith("内容齐全（Windows（64 位）、Python 3.12）")


def test_windows_can_read_what_it_must_read(bundle: Path) -> None:
    command = (bundle / "install.cmd").read_bytes().decode("ascii")
    assert command.count("\r\n") == command.count("\n")
    assert 'py -3.12 "%~dp0install.py"' in command
    readme = (bundle / "README.txt").read_bytes()
    assert readme.startswith(b"\xef\xbb\xbf")
    assert "Python 3.12" in readme.decode("utf-8-sig")
    for path in bundle.glob("*.*"):
        assert b"@PYTHON@" not in path.read_bytes()


def test_the_same_wheels_make_the_same_bytes(bundle: Path, tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    BUNDLE.pack(bundle, tmp_path / "again" / "kaohe.zip")
    assert (tmp_path / "again" / "kaohe.zip").read_bytes() == (tmp_path / "kaohe.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "kaohe.zip") as archive:
        assert archive.getinfo("kaohe/install.sh").external_attr >> 16 & 0o111


@pytest.mark.parametrize(
    ("place", "data", "says"),
    [
        ("install.py", b"import antigravity\n", "不一致：install.py"),
        ("wheels/typer-0.29.2-py3-none-any.whl", None, "不一致：wheels/typer"),
        ("wheels/more-1-py3-none-any.whl", b"", "不一致：wheels/more"),
        ("manifest.json", None, "不是完整的离线包"),
        ("manifest.json", b"[]", "不是完整的离线包"),
        ("manifest.json", b'{"system": "win-amd64", "python": "3.12", "files": {}}', "不是完整的离线包"),
        (
            "manifest.json",
            b'{"kaohe": "1", "system": "win-amd64", "python": "x", "files": {}}',
            "写的 Python x 不是",
        ),
    ],
)
def test_a_bundle_that_was_changed_is_refused(
    bundle: Path, place: str, data: bytes | None, says: str
) -> None:
    if data is None:
        (bundle / place).unlink()
    else:
        (bundle / place).write_bytes(data)
    with pytest.raises(BUNDLE.BundleError, match=says):
        BUNDLE.check(bundle)


def test_a_version_that_is_not_the_pinned_one_is_refused(bundle: Path) -> None:
    (bundle / "constraints.txt").write_text(PINS.replace("0.29.2", "0.29.1"), "utf-8")
    BUNDLE.write_manifest(bundle, WINDOWS)
    with pytest.raises(BUNDLE.BundleError, match=r"不是 constraints\.txt 里定下的版本：typer-0\.29\.2"):
        BUNDLE.check(bundle)


def test_a_manifest_that_names_another_version_is_refused(bundle: Path) -> None:
    """install.py asks pip for that version."""
    manifest = json.loads((bundle / "manifest.json").read_text("utf-8"))
    (bundle / "manifest.json").write_text(json.dumps(manifest | {"kaohe": "99"}), "utf-8")
    with pytest.raises(BUNDLE.BundleError, match=r"不是 manifest\.json 写的版本 99"):
        BUNDLE.check(bundle)


@pytest.mark.parametrize(
    ("target", "name", "says"),
    [
        (WINDOWS, "python-3.13.1-amd64.exe", "不是 Python 3.12 的官方安装程序"),
        (WINDOWS, "没有.exe", "没有“"),
        (LINUX, "python-3.13.1-amd64.exe", "只用于 Windows"),
    ],
)
def test_an_installer_that_would_not_be_run_is_refused(
    tmp_path: Path, target: Any, name: str, says: str
) -> None:
    (tmp_path / "python-3.13.1-amd64.exe").write_bytes(b"MZ")
    with pytest.raises(BUNDLE.BundleError, match=says):
        BUNDLE.make(tmp_path / "kaohe.zip", target, tmp_path / name)
    assert not (tmp_path / "kaohe.zip").exists()


def test_a_folder_that_is_not_there_is_told_before_anything_is_fetched(tmp_path: Path) -> None:
    with pytest.raises(BUNDLE.BundleError, match="请先建好"):
        BUNDLE.make(tmp_path / "没有" / "kaohe.zip", WINDOWS, None)


def test_what_is_wrong_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "坏.zip").write_bytes(b"PK")
    monkeypatch.setattr(sys, "argv", ["bundle.py", "--check", str(tmp_path / "坏.zip")])
    assert BUNDLE.main() == 1
    assert capsys.readouterr().err.startswith("错误：“")


# --- the installer inside ----------------------------------------------------------------------------------


@pytest.fixture
def installer(bundle: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    module: ModuleType = script("install", "bundle_files/install.py")
    monkeypatch.setattr(module, "HERE", bundle)
    return module


def manifest_for_here(bundle: Path) -> Any:
    here = {"python": f"{sys.version_info[0]}.{sys.version_info[1]}", "system": sysconfig.get_platform()}
    return json.loads((bundle / "manifest.json").read_text("utf-8")) | here


def test_an_untouched_bundle_is_installed_into_a_new_folder(
    installer: Any, bundle: Path, tmp_path: Path
) -> None:
    assert installer.objection(manifest_for_here(bundle), tmp_path / "新") is None


def test_another_python_is_told(installer: Any, bundle: Path, tmp_path: Path) -> None:
    manifest = manifest_for_here(bundle) | {"python": "3.99"}
    assert "是给 Python 3.99" in installer.objection(manifest, tmp_path / "新")


def test_a_spoiled_file_is_told_before_anything_is_installed(
    installer: Any, bundle: Path, tmp_path: Path
) -> None:
    with (bundle / "wheels" / "typer-0.29.2-py3-none-any.whl").open("ab") as file:
        file.write(b"!")
    assert "typer-0.29.2" in installer.objection(manifest_for_here(bundle), tmp_path / "新")


def test_no_folder_of_other_things_is_installed_into(installer: Any, bundle: Path, tmp_path: Path) -> None:
    (tmp_path / "别的").mkdir()
    (tmp_path / "别的" / "信.docx").write_bytes(b"")
    manifest = manifest_for_here(bundle)
    assert "里有别的东西" in installer.objection(manifest, tmp_path / "别的")
    (tmp_path / "别的" / "pyvenv.cfg").write_text(f"version = {manifest['python']}.4\n", "utf-8")
    assert installer.objection(manifest, tmp_path / "别的") is None  # an upgrade
    (tmp_path / "别的" / "pyvenv.cfg").write_text("version = 3.99.4\n", "utf-8")
    assert "另一个 Python" in installer.objection(manifest, tmp_path / "别的")


@pytest.mark.parametrize("manifest", [None, b"", b"{", b"[]", b'{"files": {"a": "b"}}', b"\xff"])
def test_a_manifest_that_is_lost_or_spoiled_is_told_in_a_sentence(
    installer: Any, bundle: Path, monkeypatch: pytest.MonkeyPatch, manifest: bytes | None
) -> None:
    monkeypatch.setattr(sys, "argv", ["install.py"])
    if manifest is None:
        (bundle / "manifest.json").unlink()
    else:
        (bundle / "manifest.json").write_bytes(manifest)
    assert installer.main() == "错误：manifest.json 没有或读不出，没有安装；请把离线包整个解开再装"


def test_what_is_no_folder_is_not_made_one(installer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for words in (["--help"], ["-h"], ["一个", "文件夹"]):
        monkeypatch.setattr(sys, "argv", ["install.py", *words])
        assert installer.main().startswith("用法：")


def test_a_folder_that_may_not_be_looked_into_is_told_in_a_sentence(
    installer: Any, bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(*_: Any) -> None:
        raise PermissionError(13, "Permission denied", "pyvenv.cfg")

    monkeypatch.setattr(installer, "objection", closed)
    monkeypatch.setattr(sys, "argv", ["install.py", "别人的"])
    said = installer.main()
    assert said.startswith("错误：“")
    assert "写不进去" in said


def test_what_is_to_be_typed_can_be_typed(installer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    program = Path("张 三", "kaohe")
    assert installer.programs_script(program) == f". '{program.with_name('activate')}'"
    monkeypatch.setattr(installer, "ON_WINDOWS", True)
    assert installer.programs_script(program) == f'"{program.with_name("activate")}"'


@pytest.mark.skipif(os.name == "nt", reason="install.sh is for Linux")
def test_a_folder_is_meant_from_where_one_stands(bundle: Path, tmp_path: Path) -> None:
    """Not from the folder of the bundle, which may be a stick that is taken away."""
    here = tmp_path / "这里"
    here.mkdir()
    (bundle / "install.py").write_text("import os, sys; print(os.getcwd(), sys.argv[1:])", "utf-8")
    script = bundle / "install.sh"
    script.write_text(
        script.read_text("utf-8").replace("3.12", ".".join(map(str, sys.version_info[:2]))), "utf-8"
    )
    done = subprocess.run(
        ["sh", os.path.relpath(script, here), "程序 一"],
        cwd=here,
        env=os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.strip() == f"{here.resolve()} ['程序 一']"
