"""The four pages of every import: choose a file, read it, look at what it would do, take it."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from web import access, clock, database
from web.fields import page_number
from web.imports import service
from web.imports.plan import Change, ChangeState, Importer, Plan
from web.imports.words import field_words, notice_words, problem_words, value_words
from web.refusal import Refusal
from web.wording import refusal_words

blueprint = Blueprint("imports", __name__, template_folder="templates")
"""Has no routes: it brings the templates along."""

PER_PAGE = 200
MOST_CHANGES = 200


@dataclass(frozen=True, kw_only=True)
class Texts:
    """What one kind of import says of itself; English texts for the catalogues.

    Attributes
    ----------
    title
        Heading of the pages.
    columns
        Which columns the file has.
    example
        First lines of a file, shown as they are.
    options
        Choices at the upload: name in the form, and label.
    left_alone
        What a file never touches.
    """

    title: str
    columns: str
    example: str
    left_alone: str
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class ImportPages:
    """The pages of one kind of import, to be hung into the blueprint of its feature."""

    importer: Importer
    texts: Texts
    prefix: str
    done: str
    more: Callable[[], dict[str, object]] = dict

    def add_to(self, owner: Blueprint, path: str) -> None:
        """Add ``<prefix>_page``, ``_upload``, ``_review`` and ``_take`` to a blueprint."""
        draft = f"{path}/<int:draft_id>"
        for name, address, view, method in (
            ("page", path, self.page, "GET"),
            ("upload", path, self.upload, "POST"),
            ("review", draft, self.review, "GET"),
            ("take", draft, self.take, "POST"),
        ):
            owner.add_url_rule(address, f"{self.prefix}_{name}", view, methods=[method])

    def page(self) -> Response:
        """Show how a file looks, and ask for one."""
        return self._page(None)

    def upload(self) -> Response:
        """Read the file; nothing of it is stored yet."""
        file = request.files.get("file")
        if file is None or not file.filename:
            return self._page(Refusal(code="import_no_file", field="file"))
        with file.stream:  # a large file waits on disk
            data = file.read()
        draft = service.hold(
            database.session(),
            access.actor(),
            self.importer,
            data=data,
            file_name=file.filename,
            options={name: bool(request.form.get(name)) for name, _label in self.texts.options},
            now=clock.now(),
        )
        return redirect(self._address("review", draft_id=draft.id))

    def review(self, draft_id: int) -> Response:
        """Show every error, and what taking the good rows would change."""
        session, actor = database.session(), access.actor()
        draft = service.get_draft(session, actor, self.importer, draft_id, now=clock.now())
        pages = -(-len(draft.problems) // PER_PAGE)
        number = min(page_number(request.args.get("page", "")), max(1, pages))
        plan = service.plan_of(session, actor, self.importer, draft) if draft.taken_at is None else None
        page = render_template(
            "imports/review.html",
            draft=draft,
            plan=plan,
            texts=self.texts,
            state=ChangeState,
            problems=draft.problems[PER_PAGE * (number - 1) : PER_PAGE * number],
            page=number,
            pages=pages,
            page_address=lambda wanted: self._address("review", draft_id=draft_id, page=wanted),
            changes=_listed(plan),
            problem_words=problem_words,
            notice_words=notice_words,
            field_words=field_words,
            value_words=value_words,
            take=self._address("take", draft_id=draft_id),
            again=self._address("page"),
        )
        return make_response(page)

    def take(self, draft_id: int) -> Response:
        """Store the rows that were shown, once."""
        taken = service.take(
            database.session(),
            access.actor(),
            self.importer,
            draft_id,
            only_good=request.form.get("rows") == "good",
            now=clock.now(),
        )
        if isinstance(taken, Plan):
            flash(
                _(
                    "Taken: %(new)s new, %(changed)s changed, %(unchanged)s unchanged.",
                    new=taken.counts[ChangeState.NEW],
                    changed=taken.counts[ChangeState.CHANGED],
                    unchanged=taken.counts[ChangeState.UNCHANGED],
                ),
                "ok",
            )
            return redirect(url_for(self.done))
        flash(refusal_words(taken[0]), "ok" if taken[0].code == "import_taken" else "danger")
        return redirect(self._address("review", draft_id=draft_id))

    def _page(self, refusal: Refusal | None) -> Response:
        page = render_template(
            "imports/upload.html",
            texts=self.texts,
            action=self._address("upload"),
            error=refusal_words(refusal) if refusal else "",
            **self.more(),
        )
        return make_response(page, 422 if refusal else 200)

    def _address(self, name: str, **arguments: int) -> str:
        return url_for(f".{self.prefix}_{name}", **arguments)  # type: ignore[arg-type]  # plain values of the route


def _listed(plan: Plan | None) -> list[Change]:
    changes = plan.changes if plan is not None else ()
    return [change for change in changes if change.state is not ChangeState.UNCHANGED][:MOST_CHANGES]
