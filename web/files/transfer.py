"""Files between the browser and the site: read from a form, sent as a download and never shown in a page."""

from flask import make_response, request
from werkzeug.wrappers import Response

from web.files.content import MEDIA, FileKind


def uploaded(name: str, *, most_bytes: int) -> bytes | None:
    """Return the content of a file of the form, a byte more than is accepted at most; None without one."""
    file = next((each for each in request.files.getlist(name) if each.filename), None)
    if file is None:
        return None
    with file.stream:  # a large file waits on disk
        data: bytes = file.read(most_bytes + 1)
    return data


def download(data: bytes, kind: FileKind, *, stem: str) -> Response:
    """Return a file as a download: under our name, as what its content is, and kept by nobody on the way."""
    media, ending = MEDIA[kind]
    answer = make_response(data)
    answer.headers["Content-Type"] = media
    answer.headers["Content-Disposition"] = f'attachment; filename="{stem}.{ending}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
