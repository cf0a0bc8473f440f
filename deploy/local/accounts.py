"""Under root, each server runs as the account that its Debian package made for it."""

import os
import pwd
import shutil
from pathlib import Path


def account_for(name: str) -> str:
    """The account to run a server as; empty for one's own, which is right for anybody but root."""
    if os.geteuid() != 0:
        return ""
    try:
        pwd.getpwnam(name)
    except KeyError:
        return ""
    return name


def own_folder(path: Path, account: str) -> Path:
    """A folder that only this account reads, made or given to it."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if account:
        shutil.chown(path, account, pwd.getpwnam(account).pw_gid)
    return path


def own_file(path: Path, text: str, account: str) -> Path:
    """A file that only this account reads."""
    path.touch(mode=0o600)
    path.write_text(text)
    if account:
        shutil.chown(path, account, pwd.getpwnam(account).pw_gid)
    return path
