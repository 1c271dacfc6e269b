from pathlib import Path

from scripts.check_translations import chinese_in_pages, complaints_of
from scripts.compile_translations import catalogues, compile_catalogue
from scripts.message_catalogues import ROOT
from scripts.update_translations import HEADER


def _site(folder: Path, code: str, entries: str = "") -> Path:
    """Make a site of one feature with one source file and one catalogue."""
    web = folder / "web"
    messages = web / "calls" / "translations" / "zh_Hans_CN" / "LC_MESSAGES"
    messages.mkdir(parents=True)
    (web / "calls" / "views.py").write_text(code, encoding="utf-8")
    (messages / "messages.po").write_text(HEADER + entries, encoding="utf-8")
    return web


def test_every_text_of_the_site_has_chinese() -> None:
    assert complaints_of() == []


def test_a_text_without_chinese_is_named(tmp_path: Path) -> None:
    web = _site(tmp_path, '_("Solve again")')
    assert complaints_of(web) == ["web/calls/views.py:1: no Chinese for 'Solve again'"]


def test_a_translated_text_passes(tmp_path: Path) -> None:
    web = _site(tmp_path, '_("Solve again")', '\nmsgid "Solve again"\nmsgstr "重新求解"\n')
    assert complaints_of(web) == []


def test_both_forms_of_a_counted_text_are_one_entry(tmp_path: Path) -> None:
    entries = '\nmsgid "%(num)s day"\nmsgid_plural "%(num)s days"\nmsgstr[0] "%(num)s 天"\n'
    web = _site(tmp_path, 'ngettext("%(num)s day", "%(num)s days", 3)', entries)
    assert complaints_of(web) == []


def test_chinese_in_the_sources_is_refused(tmp_path: Path) -> None:
    web = _site(tmp_path, '_("重新求解")')
    assert complaints_of(web) == ["web/calls/views.py:1: texts in the sources are English: '重新求解'"]


def test_a_translation_with_a_value_that_the_text_lacks_is_refused(tmp_path: Path) -> None:
    web = _site(
        tmp_path, '_("%(n)s cells", n=1)', '\nmsgid "%(n)s cells"\nmsgstr "%(cells)s 格"\n'
    )  # fmt: skip
    assert any("other placeholders" in complaint for complaint in complaints_of(web))


def test_a_text_that_nothing_uses_any_more_is_named(tmp_path: Path) -> None:
    web = _site(tmp_path, "", '\nmsgid "Solve again"\nmsgstr "重新求解"\n')
    assert complaints_of(web) == ["no source has the text 'Solve again'"]


def test_chinese_written_into_a_page_is_named(tmp_path: Path) -> None:
    web = _site(tmp_path, "")
    (web / "calls" / "templates").mkdir()
    (web / "calls" / "templates" / "list.html").write_text("<p>\n班表</p>", encoding="utf-8")
    assert chinese_in_pages(web) == ["web/calls/templates/list.html:2: 班表 belongs in a catalogue"]


def test_catalogues_compile(tmp_path: Path) -> None:
    found = catalogues(ROOT)
    assert found
    web = _site(tmp_path, "", '\nmsgid "Solve again"\nmsgstr "重新求解"\n')
    source = next(web.rglob("messages.po"))
    assert compile_catalogue(source) == 1
    assert source.with_suffix(".mo").stat().st_size > 0
