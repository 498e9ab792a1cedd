"""The committed templates are what their builders build."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree

from tools.report_templates.catalogue import BUILDERS, TEMPLATES


def _parts(package: BytesIO | Path) -> dict[str, bytes]:
    """Every XML part in canonical form; two saves of one .docx differ in bytes, not in structure."""
    with ZipFile(package) as archive:
        return {
            name: etree.tostring(etree.fromstring(archive.read(name)), method="c14n")
            for name in archive.namelist()
            if name.endswith((".xml", ".rels"))
        }


@pytest.mark.parametrize("name", BUILDERS)
def test_building_a_template_again_gives_the_committed_one(name: str) -> None:
    """Nobody edits the .docx by hand without the builder, or the builder without committing its result."""
    built = BytesIO()
    BUILDERS[name]().save(built)
    assert _parts(built) == _parts(TEMPLATES / name)


@pytest.mark.parametrize("name", BUILDERS)
def test_a_template_shows_an_office_only_the_styles_in_use(name: str) -> None:
    """None of python-docx's sample styles is left to choose by mistake."""
    names = {style.name for style in BUILDERS[name]().styles}
    assert not {"Light Shading", "Quote", "Heading 3", "List Bullet"} & names
    assert {"Title", "Body Text", "Nơi nhận", "Ô bảng"} <= names
