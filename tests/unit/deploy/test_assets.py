from pathlib import Path

from deploy.local.assets import fingerprint


def test_only_sources_count(tmp_path: Path) -> None:
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "main.scss").write_text("body {}")
    before = fingerprint(tmp_path)
    for made in ("dist", "node_modules"):
        (tmp_path / made).mkdir()
        (tmp_path / made / "file").write_text("made")
    assert fingerprint(tmp_path) == before
    (tmp_path / "styles" / "main.scss").write_text("body { color: black }")
    assert fingerprint(tmp_path) != before
