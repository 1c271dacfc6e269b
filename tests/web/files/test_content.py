"""What a file is follows from its content, from beginning to end."""

import pytest

from tests.web.files.samples import ALL, HEIC, JPEG, PDF, WEBP
from web.files.content import FileKind, file_faults, kind_of


@pytest.mark.parametrize(("kind", "data"), list(ALL.items()))
def test_each_kind_is_told_and_what_is_cut_off_is_none(kind: FileKind, data: bytes) -> None:
    assert kind_of(data) is kind
    assert kind_of(data[:-8]) is None
    assert kind_of(b"MZ" + data) is None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html>%PDF-%%EOF</html>",
        WEBP + b"<script>",
        WEBP.replace(b"WEBP", b"WAVE"),
        HEIC.replace(b"ftypheic", b"ftypisom", 1),
        HEIC[:24] + (4).to_bytes(4, "big") + b"meta",
        HEIC + b"<html>  ",
    ],
)
def test_what_only_looks_like_one_is_none(data: bytes) -> None:
    assert kind_of(data) is None


def test_all_that_is_wrong_is_said_at_once() -> None:
    few = {"kinds": frozenset({FileKind.PDF, FileKind.PNG}), "most_files": 2}
    found = file_faults(JPEG, **few, most_bytes=100, stored=2)  # type: ignore[arg-type]
    assert [(each.code, each.limit) for each in found] == [("file_kind", "PDF, PNG"), ("file_many", 2)]
    large = file_faults(PDF, **few, most_bytes=4, stored=0)  # type: ignore[arg-type]
    assert [each.code for each in large] == ["file_large"]


def test_a_photograph_with_a_film_behind_it_is_whole() -> None:
    film = (24).to_bytes(4, "big") + b"ftypmp42" + b"x" * 3000
    assert kind_of(JPEG + film) is FileKind.JPEG
    assert kind_of(JPEG[:-8] + film) is None
