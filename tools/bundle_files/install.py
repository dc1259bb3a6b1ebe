"""Install kaohe from the folder that this file is in, without a network: `python install.py [FOLDER]`.

Part of the offline bundle. Every file is held against `manifest.json` first. Without a folder it goes to the
user's own programs; nothing outside that folder is changed.
"""

import hashlib
import json
import os
import shlex
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ON_WINDOWS = os.name == "nt"


def spoiled(folder: Path, manifest: Any) -> list[str]:
    """Returns the files that are not as they were when the bundle was made."""
    return [
        name
        for name, digest in manifest["files"].items()
        if not (folder / name).is_file() or hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest
    ]


def read_manifest() -> Any:
    """Returns what the bundle says of itself; None where that is lost or spoiled."""
    try:
        manifest = json.loads((HERE / "manifest.json").read_text("utf-8"))
        return manifest if manifest["files"] and {"kaohe", "python", "system"} <= manifest.keys() else None
    except (OSError, ValueError, LookupError, TypeError):
        return None


def objection(manifest: Any, target: Path) -> str | None:
    """Returns why it cannot be installed with this Python into this folder; None where it can."""
    python, system = f"{sys.version_info[0]}.{sys.version_info[1]}", sysconfig.get_platform()
    if (python, system) != (manifest["python"], manifest["system"]):
        return (
            f"这个离线包是给 Python {manifest['python']}（{manifest['system']}）的，"
            f"现在的是 Python {python}（{system}）；请换一个 Python，或换一个离线包"
        )
    if bad := spoiled(HERE, manifest):
        return f"离线包不完整或被改动过，没有安装：{'、'.join(bad)}；请重新传一份，整个解开再装"
    settings = target / "pyvenv.cfg"
    if not settings.is_file():
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            return f"“{target}”里有别的东西，没有安装；请写一个新文件夹"
    elif f"version = {python}." not in settings.read_text("utf-8"):
        return f"“{target}”里装的是给另一个 Python 的；请先删去这个文件夹再装"
    return None


def usual_place() -> Path:
    """Returns where a user's own programs are."""
    if ON_WINDOWS:
        return Path(os.environ.get("LOCALAPPDATA") or Path.home()) / "Programs" / "kaohe"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "kaohe"


def install(manifest: Any, target: Path) -> Path:
    """Makes an environment and installs into it; returns the program. Settings of pip do not count."""
    venv.create(target, with_pip=True)
    programs = target / ("Scripts" if ON_WINDOWS else "bin")
    settings = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    wanted = f"kaohe[all]=={manifest['kaohe']}"
    where = ["--no-index", "--find-links", str(HERE / "wheels"), "-c", str(HERE / "constraints.txt")]
    subprocess.run(
        [str(programs / "python"), "-m", "pip", "install", "--quiet", "--upgrade", *where, wanted],
        env=settings | {"PIP_CONFIG_FILE": os.devnull, "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
        check=True,
    )
    program = programs / ("kaohe.exe" if ON_WINDOWS else "kaohe")
    subprocess.run([str(program), "--version"], check=True)
    return program


def main() -> str | None:
    """Installs; returns what went wrong, in a sentence, or None."""
    if len(sys.argv) > 2 or sys.argv[-1].startswith("-"):
        return "用法：install.py [文件夹]；不写文件夹的，装在用户自己的程序文件夹里"
    manifest = read_manifest()
    if manifest is None:
        return "错误：manifest.json 没有或读不出，没有安装；请把离线包整个解开再装"
    target = Path(sys.argv[1]).resolve() if sys.argv[1:] else usual_place()
    try:
        if said := objection(manifest, target):
            return f"错误：{said}"
        program = install(manifest, target)
    except OSError as error:
        return f"错误：“{target}”写不进去（{error}）；请检查权限和磁盘空间，或写一个别的文件夹"
    except subprocess.CalledProcessError as error:
        package = f"python{manifest['python']}-venv"
        hint = "" if ON_WINDOWS else f"；Debian、Ubuntu、麒麟、统信上要先装 {package}"
        return f"错误：没有装好，原因见上面（{error}）{hint}；改好以后再运行一次"
    print(f"已装好：{program}")
    start = programs_script(program)
    print(f"每次打开终端先运行 {start}，就可以直接写 kaohe；不想要了，删去 {target}")
    return None


def programs_script(program: Path) -> str:
    """Returns what is typed so that ``kaohe`` alone is found."""
    script = str(program.with_name("activate"))
    if ON_WINDOWS:
        return f'"{script}"' if " " in script else script
    return f". {shlex.quote(script)}"


if __name__ == "__main__":
    sys.exit(main())
