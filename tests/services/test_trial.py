"""A school tries its draft act on a workbook, without a database; a file that is no scheme is told."""

from pathlib import Path

import pytest

from otbor.domain.findings import Refused
from otbor.services.trial import read_scheme
from otbor.support.places import resources
from otbor.wording.findings import sentence


def test_a_shipped_scheme_is_read() -> None:
    assert {group.code for group in read_scheme(resources() / "schemes" / "licey8.toml").groups} == {"8Ф", "8И"}


@pytest.mark.parametrize(
    ("identity", "content"), [("scheme.no_file", None), ("scheme.file_not_text", b"\xff\xd8\xff\xe0 picture")]
)
def test_a_file_that_is_no_scheme_is_told(tmp_path: Path, identity: str, content: bytes | None) -> None:
    path = tmp_path / "порядок.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Refused) as refusal:
        read_scheme(path)
    assert refusal.value.finding.id == identity
    assert "порядок.toml" in sentence(refusal.value.finding)
