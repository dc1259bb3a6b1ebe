"""Make or check an offline bundle: kaohe with all that it needs, for a desk without a network.

    python tools/bundle.py kaohe.zip                                   for Windows and this Python
    python tools/bundle.py kaohe.zip --system linux --python 3.12
    python tools/bundle.py kaohe.zip --installer python-3.12.10-amd64.exe
    python tools/bundle.py --check kaohe.zip                           a bundle that is there

The wheels are those of `constraints.txt`, fetched by pip for the system and Python that are named, whatever
this machine is. pip itself asks this machine which requirements count (`colorama` only on Windows), so the
graph is walked here, by the METADATA of the wheels, and pip is told every wheel by name. The same walk proves
a bundle complete. Where the bundle is for this machine, the check installs it into a new environment without
an index and makes a draft with it. Needs pip and `packaging`; what it says is Chinese, for whoever keeps an
office's machines.
"""

import argparse
import email
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

try:
    from packaging.requirements import Requirement
    from packaging.specifiers import SpecifierSet
    from packaging.tags import Tag, compatible_tags, cpython_tags
    from packaging.utils import canonicalize_name, parse_wheel_filename
except ImportError:
    sys.exit("错误：没有装 packaging，请先运行 pip install -c constraints.txt packaging")

REPOSITORY: Final = Path(__file__).resolve().parent.parent
FILES: Final = Path(__file__).with_name("bundle_files")
CONSTRAINTS: Final = "constraints.txt"
MANIFEST: Final = "manifest.json"
WANTED: Final = "kaohe[all]"
PYTHONS: Final = ("3.11", "3.12", "3.13")
GLIBC: Final = (28, 27, 26, 24, 17, 12, 5)
"""Wheels for an older glibc work with a newer one; 2.28 is that of Debian 10, 统信 UOS 20 and 麒麟 V10."""
A_TIME: Final = (1980, 1, 1, 0, 0, 0)
"""Of every file in the archive: same wheels, same bytes. It is the earliest that a .zip can tell."""
NOWHERE: Final = "http://127.0.0.1:9"
"""A proxy that answers nobody, so that a check which asks the network fails."""


class System(NamedTuple):
    """What a kind of machine is called, by everybody who has a name for it."""

    title: str
    sysconfig: str
    platforms: tuple[str, ...]
    """Of wheels, the best first."""
    markers: Mapping[str, str]


def _linux(machine: str) -> System:
    old = {"x86_64": ("manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64")}
    aliases = old.get(machine, (f"manylinux2014_{machine}",))
    platforms = (*(f"manylinux_2_{minor}_{machine}" for minor in GLIBC), *aliases, f"linux_{machine}")
    markers = {
        "os_name": "posix",
        "sys_platform": "linux",
        "platform_system": "Linux",
        "platform_machine": machine,
    }
    return System(f"Linux（{machine}，glibc 2.28 以上）", f"linux-{machine}", platforms, markers)


SYSTEMS: Final = {
    "windows": System(
        "Windows（64 位）",
        "win-amd64",
        ("win_amd64",),
        {
            "os_name": "nt",
            "sys_platform": "win32",
            "platform_system": "Windows",
            "platform_machine": "AMD64",
        },
    ),
    "linux": _linux("x86_64"),
    "linux-arm64": _linux("aarch64"),
}


class Target(NamedTuple):
    """The Python that a bundle is for."""

    system: System
    python: str

    @property
    def environment(self) -> dict[str, str]:
        """What the markers of requirements ask for."""
        return {
            **self.system.markers,
            "implementation_name": "cpython",
            "implementation_version": f"{self.python}.0",
            "platform_python_implementation": "CPython",
            "platform_release": "",
            "platform_version": "",
            "python_full_version": f"{self.python}.0",
            "python_version": self.python,
        }

    @property
    def tags(self) -> frozenset[Tag]:
        """The tags of the wheels that it takes."""
        major, minor = map(int, self.python.split("."))
        version, platforms = (major, minor), self.system.platforms
        interpreter = f"cp{major}{minor}"
        return frozenset(
            [
                *cpython_tags(version, platforms=platforms),
                *compatible_tags(version, interpreter=interpreter, platforms=platforms),
            ]
        )


class Wheel(NamedTuple):
    """What a wheel says of itself."""

    file: str
    name: str
    version: str
    tags: frozenset[Tag]
    requires: tuple[Requirement, ...]
    requires_python: str


class Unmet(NamedTuple):
    """A requirement that the wheels at hand do not meet."""

    name: str
    sentence: str


class BundleError(Exception):
    """It cannot be made, or is not sound; the message is a sentence."""


def read_wheel(path: Path) -> Wheel:
    """Returns what a wheel says of itself.

    Raises:
        BundleError: it is no wheel.
    """
    try:
        name, version, _, tags = parse_wheel_filename(path.name)
        with zipfile.ZipFile(path) as archive:
            (place,) = (one for one in archive.namelist() if one.endswith(".dist-info/METADATA"))
            said = email.message_from_bytes(archive.read(place))
        requires = tuple(Requirement(line) for line in said.get_all("Requires-Dist", []))
    except (ValueError, zipfile.BadZipFile, OSError) as error:
        raise BundleError(f"“{path.name}”不是完好的 wheel：{error}") from None
    return Wheel(path.name, name, str(version), tags, requires, said.get("Requires-Python", ""))


def wheels_in(folder: Path) -> dict[str, Wheel]:
    """Returns the wheels of a folder by the name of what they hold.

    Raises:
        BundleError: one is no wheel, or two hold the same.
    """
    found: dict[str, Wheel] = {}
    for path in sorted(folder.glob("*.whl")):
        wheel = read_wheel(path)
        if wheel.name in found:
            raise BundleError(f"{wheel.name} 有两个：{found[wheel.name].file}、{wheel.file}")
        found[wheel.name] = wheel
    return found


def unmet(wheels: Mapping[str, Wheel], target: Target, wanted: str = WANTED) -> Iterator[Unmet]:
    """Yields every requirement, of what is wanted or of a wheel, that no wheel meets on the target."""
    todo, seen = [(Requirement(wanted), "这个离线包")], set[tuple[str, str]]()
    while todo:
        requirement, asker = todo.pop()
        name = canonicalize_name(requirement.name)
        for extra in ("", *sorted(requirement.extras)):
            todo += [
                (further, name)
                for further in (wheels[name].requires if name in wheels and (name, extra) not in seen else ())
                if further.marker is None or further.marker.evaluate({**target.environment, "extra": extra})
            ]
            seen.add((name, extra))
        if name not in wheels:
            yield Unmet(name, f"缺 {name}（{asker} 要 {requirement}）")
        else:
            yield from _unfit(wheels[name], requirement, asker, target)


def _unfit(wheel: Wheel, requirement: Requirement, asker: str, target: Target) -> Iterator[Unmet]:
    if not requirement.specifier.contains(wheel.version, prereleases=True):
        yield Unmet(wheel.name, f"{wheel.file} 的版本不合（{asker} 要 {requirement}）")
    if not wheel.tags & target.tags:
        yield Unmet(wheel.name, f"{wheel.file} 不能用在 {target.system.title}、Python {target.python} 上")
    if not SpecifierSet(wheel.requires_python).contains(f"{target.python}.0"):
        yield Unmet(wheel.name, f"{wheel.file} 要 Python {wheel.requires_python}")


def pinned(text: str, target: Target) -> dict[str, str]:
    """Returns what `constraints.txt` pins on the target: ``name==version`` by name."""
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    asked = [Requirement(line) for line in lines]
    return {
        canonicalize_name(one.name): f"{one.name}{one.specifier}"
        for one in asked
        if one.marker is None or one.marker.evaluate(target.environment)
    }


# --- making ------------------------------------------------------------------------------------------------


def pip(*words: str, folder: Path) -> None:
    """Runs pip outside the repository.

    Raises:
        BundleError: it failed; it has said why.
    """
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *words]
    if subprocess.run(command, cwd=folder, check=False).returncode:
        raise BundleError(f"pip {words[0]} 没有成功，原因见上面")


def fetch(target: Target, pins: Mapping[str, str], folder: Path) -> None:
    """Puts kaohe's own wheel and all it needs on the target into a folder.

    Raises:
        BundleError: something is not pinned, or there is no wheel of it for the target.
    """
    pip("wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(REPOSITORY), folder=folder)
    platforms = [word for one in target.system.platforms for word in ("--platform", one)]
    asked: set[str] = set()
    while lacking := {one.name: one.sentence for one in unmet(wheels_in(folder), target)}:
        if unknown := sorted(lacking.keys() - pins.keys()):
            raise BundleError(f"{CONSTRAINTS} 里没有定下 {'、'.join(unknown)} 的版本；运行 tools/lock.sh")
        if again := asked & lacking.keys():
            raise BundleError("；".join(lacking[name] for name in sorted(again)))
        asked |= lacking.keys()
        pip(
            *("download", "--quiet", "--no-deps", "--only-binary=:all:", "--dest", str(folder)),
            *("--implementation", "cp", "--python-version", target.python, *platforms),
            *(pins[name] for name in sorted(lacking)),
            folder=folder,
        )


def lay_out(folder: Path, target: Target, installer: Path | None) -> None:
    """Puts beside the wheels what installs them, and the manifest of it all."""
    version = wheels_in(folder / "wheels")["kaohe"].version
    shutil.copyfile(REPOSITORY / CONSTRAINTS, folder / CONSTRAINTS)
    words = {"@PYTHON@": target.python, "@VERSION@": version, "@SYSTEM@": target.system.title}
    for path in sorted(FILES.iterdir()):
        if path.is_file():
            text = path.read_text("utf-8")
            for mark, word in words.items():
                text = text.replace(mark, word)
            (folder / path.name).write_bytes(_as_opened_on_windows(path, text))
    if installer is not None:
        shutil.copyfile(installer, folder / installer.name)
    write_manifest(folder, target)


def write_manifest(folder: Path, target: Target) -> None:
    """Writes what the bundle is for, and the digest of every other file in it."""
    manifest = {
        "kaohe": wheels_in(folder / "wheels")["kaohe"].version,
        "python": target.python,
        "system": target.system.sysconfig,
        "files": {name: _digest(folder / name) for name in _names(folder) if name != MANIFEST},
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2)
    (folder / MANIFEST).write_text(f"{text}\n", "utf-8", newline="\n")


def _as_opened_on_windows(path: Path, text: str) -> bytes:
    """cmd wants its own line ends; an old Notepad wants them too, and a mark that the text is UTF-8."""
    if path.suffix == ".cmd":
        return text.replace("\n", "\r\n").encode("ascii")
    return text.replace("\n", "\r\n").encode("utf-8-sig") if path.suffix == ".txt" else text.encode()


def _names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def pack(folder: Path, archive: Path) -> None:
    """Writes a folder as a .zip, under a folder of the archive's name; same files, same bytes."""
    made = archive.with_name(f".{archive.name}.new")
    with zipfile.ZipFile(made, "w") as out:
        for name in _names(folder):
            member = zipfile.ZipInfo(f"{archive.stem}/{name}", A_TIME)
            member.external_attr = (0o755 if name.endswith(".sh") else 0o644) << 16
            packed = name.endswith((".whl", ".exe"))
            member.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            out.writestr(member, (folder / name).read_bytes())
    made.replace(archive)


# --- checking ----------------------------------------------------------------------------------------------


def check(folder: Path) -> Target:
    """Holds a bundle against its manifest and its own requirements; returns what it is for.

    Raises:
        BundleError: a file is changed, missing or too many, or a requirement is not met.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        system = next(one for one in SYSTEMS.values() if one.sysconfig == manifest["system"])
        target, digests = Target(system, manifest["python"]), dict(manifest["files"])
        version = manifest["kaohe"]
    except (OSError, ValueError, LookupError, TypeError, StopIteration):
        raise BundleError(f"{MANIFEST} 没有或读不出，这不是完整的离线包") from None
    if target.python not in PYTHONS:
        raise BundleError(f"{MANIFEST} 写的 Python {target.python} 不是 {'、'.join(PYTHONS)} 中的一个")
    present = {name: _digest(folder / name) for name in _names(folder) if name != MANIFEST}
    wrong = sorted(name for name, _ in present.items() ^ digests.items())
    if wrong:
        raise BundleError(f"与 {MANIFEST} 不一致：{'、'.join(dict.fromkeys(wrong))}")
    wheels = wheels_in(folder / "wheels")
    if lacking := sorted({one.sentence for one in unmet(wheels, target)}):
        raise BundleError("；".join(lacking))
    if wheels["kaohe"].version != version:
        raise BundleError(f"{wheels['kaohe'].file} 不是 {MANIFEST} 写的版本 {version}")
    pins = pinned((folder / CONSTRAINTS).read_text("utf-8"), target)
    stray = [one.file for one in wheels.values() if pins.get(one.name, one.name) != _pin(one)]
    if stray:
        raise BundleError(f"不是 {CONSTRAINTS} 里定下的版本：{'、'.join(stray)}")
    return target


def _pin(wheel: Wheel) -> str:
    return wheel.name if wheel.name == "kaohe" else f"{wheel.name}=={wheel.version}"


def python_for(target: Target) -> str | None:
    """Returns a Python of this machine that a bundle can be tried with; None where there is none."""
    if target.system.sysconfig != sysconfig.get_platform():
        return None
    if target.python == ".".join(platform.python_version_tuple()[:2]):
        return sys.executable
    return shutil.which(f"python{target.python}")


def try_out(folder: Path, python: str, work: Path) -> None:
    """Installs a bundle into a new environment without an index, and makes a draft with it.

    Raises:
        BundleError: one of the steps failed; it has said why.
    """
    there, empty = work / "there", work / "empty"
    empty.mkdir()
    program = there / ("Scripts/kaohe.exe" if os.name == "nt" else "bin/kaohe")
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), NOWHERE)
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "KAOHE"))}
    steps: Sequence[tuple[str, list[str]]] = (
        ("安装", [python, str(folder / "install.py"), str(there)]),
        ("生成材料", [str(program), "draft", "--unit", "区商务委"]),
        ("核对依赖", [str(program.with_name("python")), "-m", "pip", "check"]),
    )
    for title, command in steps:
        done = subprocess.run(command, cwd=empty, env=clean | proxies, check=False, capture_output=True)
        if done.returncode:
            said = (done.stdout + done.stderr).decode("utf-8", "replace").strip()
            raise BundleError(f"{title}没有成功：{said}")
    if not (empty / "drafts" / "2021" / "区商务委.docx").is_file():
        raise BundleError("生成材料没有成功：没有文件")


def checked(bundle: Path) -> str:
    """Checks a bundle and returns what was found, in a sentence.

    Raises:
        BundleError: it is not sound.
    """
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        folder = bundle if bundle.is_dir() else _unpacked(bundle, work / "bundle")
        target = check(folder)
        title = f"{target.system.title}、Python {target.python}"
        python = python_for(target)
        if python is None:
            return f"内容齐全（{title}）；不是这台电脑的系统或 Python，没有试装"
        try_out(folder, python, work)
        return f"内容齐全（{title}），不联网试装、生成材料都成功"


def _unpacked(archive: Path, folder: Path) -> Path:
    try:
        with zipfile.ZipFile(archive) as inside:
            inside.extractall(folder)
    except (OSError, zipfile.BadZipFile):
        raise BundleError(f"“{archive}”打不开，不是完好的 .zip") from None
    return next((path.parent for path in folder.glob(f"*/{MANIFEST}")), folder)


# --- the command line --------------------------------------------------------------------------------------


def make(archive: Path, target: Target, installer: Path | None) -> None:
    """Makes a bundle; nothing is left where it cannot be made.

    Raises:
        BundleError: it cannot be made.
    """
    if not archive.absolute().parent.is_dir():
        raise BundleError(f"没有“{archive.parent}”这个文件夹，请先建好")
    if installer is not None:
        _look_at(installer, target)
    pins = pinned((REPOSITORY / CONSTRAINTS).read_text("utf-8"), target)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "wheels").mkdir()
        fetch(target, pins, folder / "wheels")
        lay_out(folder, target, installer)
        check(folder)
        pack(folder, archive)


def _look_at(installer: Path, target: Target) -> None:
    """Refuses a file that `install.cmd` would not find or could not run."""
    usual = f"python-{target.python}.*-amd64.exe"
    if target.system.sysconfig != "win-amd64":
        raise BundleError("--installer 只用于 Windows；Linux 用系统自己的 Python")
    if not installer.is_file():
        raise BundleError(f"没有“{installer}”这个文件；--installer 写官方的 Python 安装程序")
    if not installer.match(usual):
        raise BundleError(f"“{installer.name}”不是 Python {target.python} 的官方安装程序（{usual}）")


def _asked() -> Any:
    here = f"{sys.version_info[0]}.{sys.version_info[1]}"
    parser = argparse.ArgumentParser(description="做一个离线安装包，或核对已有的。", add_help=True)
    parser.add_argument("bundle", metavar="文件", type=Path, help="离线包，如 kaohe.zip")
    parser.add_argument("--check", action="store_true", help="核对已有的；是这台电脑用的就试装一次")
    parser.add_argument("--system", choices=SYSTEMS, default="windows", help="给哪种系统用，默认 windows")
    parser.add_argument("--python", choices=PYTHONS, default=here, help="给哪个 Python 用，默认和现在的一样")
    parser.add_argument("--installer", metavar="文件", type=Path, help="一起放进去的官方 Python 安装程序")
    return parser.parse_args()


def main() -> int:
    """Makes or checks a bundle; 1 where that fails."""
    asked = _asked()
    try:
        if not asked.check:
            make(asked.bundle, Target(SYSTEMS[asked.system], asked.python), asked.installer)
            print(f"内容齐全，已写入 {asked.bundle}，SHA-256 {_digest(asked.bundle)}")
        else:
            print(checked(asked.bundle))
    except (BundleError, OSError) as error:
        print(f"错误：{error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
