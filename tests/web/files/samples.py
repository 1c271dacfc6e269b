"""The smallest files of each kind that are whole."""

from web.files.content import FileKind

KEY = "only-for-tests"
PDF = b"%PDF-1.4\n" + "截图".encode() + b"\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0" + b"x" * 40 + b"\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"x" * 20 + b"\x00\x00\x00\x00IEND\xaeB`\x82"
WEBP = b"RIFF" + (4 + 18).to_bytes(4, "little") + b"WEBP" + b"VP8 " + b"x" * 14
HEIC = (
    (24).to_bytes(4, "big")
    + b"ftypheic"
    + b"\x00" * 4
    + b"mif1heic"
    + (20).to_bytes(4, "big")
    + b"meta"
    + b"x" * 12
)
ALL = {
    FileKind.PDF: PDF,
    FileKind.JPEG: JPEG,
    FileKind.PNG: PNG,
    FileKind.WEBP: WEBP,
    FileKind.HEIC: HEIC,
}
