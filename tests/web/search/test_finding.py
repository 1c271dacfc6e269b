import dataclasses
import datetime as dt
from collections.abc import Mapping

from sqlalchemy import select, text

from tests.support.databases import Urls
from tests.web.handovers.evening import ANN, DAN, DAY, LEA, NED, NIA, Evening, at
from web.accounts.actor import Actor
from web.database import Database
from web.database.full_text import matching
from web.duty_log.entered import Entered
from web.duty_log.tables import EntryKind
from web.duty_log.writing import write
from web.handovers import checking, receiving, refusing, submitting
from web.records.retaining import retain
from web.search.finding import Found, Reach, Wanted, Where, search
from web.search.grams import grams
from web.search.indexing import rebuild
from web.search.tables import Place, SearchText

NOW = at(22, 30)
KEY = "only-for-tests"


def reach_of(evening: Evening, who: str, *, handovers: str | None = None, log: str | None = None) -> Reach:
    """Return the reach of somebody as access.csv has it for agents and leaders, or as said."""
    actor = evening.actor(who)
    leads = who.endswith("01")

    def with_scope(scope: str) -> Actor:
        return dataclasses.replace(actor, scope=scope)

    return Reach(
        handovers=with_scope(handovers or ("team" if leads else "own")),
        log=with_scope(log or ("department" if leads else "team")),
        department_id=actor.department_id,
    )


def find(
    evening: Evening, words: str, who: str = LEA, *, reach: Reach | None = None, **wanted: object
) -> Found:
    return find_by(evening, reach or reach_of(evening, who), Wanted(words=words, **wanted))  # type: ignore[arg-type]


def find_by(evening: Evening, reach: Reach, wanted: Wanted) -> Found:
    with evening.database.read() as session:
        return search(session, reach, wanted)


def shown(found: Found) -> list[str]:
    return [hit.shown for hit in found.hits]


def log(evening: Evening, body: str, who: str = ANN, now: dt.datetime = NOW, **further: object) -> None:
    entered = Entered(kind=EntryKind.EVENT, body=body, token=f"{body}{now}", **further)  # type: ignore[arg-type]
    written = evening.do(write, who, entered, secret_key=KEY, now=now)
    assert written.done, written.reasons


THERE = ("漏水", "支付", "接口", "PAY-20261208-0042", "0042", "vpn", "ＶＰＮ", "漏水 vpn", "三楼漏水")
NOT_THERE = ("退款", "漏水 退款", "水漏", "漏 退款", "0043")


def test_an_item_is_found_by_any_word_in_it_and_by_no_other(evening: Evening) -> None:
    evening.submitted(now=NOW, title="支付接口超时", detail="三楼漏水，订单 PAY-20261208-0042，VPN 断过")
    for words in THERE:
        assert [hit.place for hit in find(evening, words).hits] == [Place.ITEM], words
    for words in NOT_THERE:
        assert find(evening, words).hits == [], words


def test_pairs_that_stand_apart_are_not_taken_for_a_word(evening: Evening) -> None:
    evening.submitted(now=NOW, detail="退款已到，款单另寄")
    assert find(evening, "退款单").hits == []


def test_a_draft_is_found_by_nobody(evening: Evening) -> None:
    handover = evening.begin(now=NOW)
    evening.write(handover, now=NOW, detail="三楼漏水")
    assert find(evening, "漏水").hits == []
    assert find(evening, "漏水", ANN).hits == []


def test_questions_answers_and_reasons_are_found_where_they_stand(evening: Evening) -> None:
    handover = evening.receiving(now=NOW)
    asked = evening.do(
        receiving.ask, NIA, handover, version=1, item_number=1, question="退款走哪个渠道？", now=NOW
    )
    assert asked.done
    with evening.database.read() as session:
        question = session.execute(text("SELECT id FROM handover_question")).scalar_one()
    assert evening.do(receiving.answer, ANN, handover, question, words="走原路退回", now=NOW).done
    assert evening.act(refusing.refuse, NIA, handover, reason="渠道仍不清楚", now=NOW).done
    places = {word: [hit.place for hit in find(evening, word).hits] for word in ("哪个", "原路", "仍不")}
    assert places == {"哪个": [Place.QUESTION], "原路": [Place.ANSWER], "仍不": [Place.REASON]}
    assert find(evening, "哪个").hits[0].item_number == 1


def test_of_two_versions_the_newest_is_found(evening: Evening) -> None:
    handover = evening.submitted(now=NOW, detail="三楼漏水")
    answer = evening.act(
        checking.return_record, LEA, handover, defects=["incomplete"], reason="缺处理结果", now=NOW
    )
    assert answer.done, answer.reasons
    evening.write(handover, now=NOW, title="空调", detail="已报修")
    assert evening.act(submitting.submit, ANN, handover, now=NOW).done
    assert [hit.item_number for hit in find(evening, "漏水").hits] == [1]
    assert len(find(evening, "报修").hits) == 1


def test_the_log_and_handovers_are_found_together_the_newest_first(evening: Evening) -> None:
    evening.submitted(now=NOW, detail="三楼漏水")
    log(evening, "四楼漏水", now=at(22, 31))
    log(evening, "五楼漏水", now=at(22, 32))
    assert [each.partition("漏水")[0][-2:] for each in shown(find(evening, "漏水"))] == [
        "五楼",
        "四楼",
        "三楼",
    ]
    assert len(find(evening, "漏水", where=Where.LOG).hits) == 2
    assert len(find(evening, "漏水", where=Where.HANDOVERS).hits) == 1


def test_nobody_finds_what_they_may_not_read(evening: Evening) -> None:
    evening.submitted(now=NOW, detail="三楼漏水")
    evening.submitted(DAN, now=NOW, detail="四楼漏水")
    assert len(find(evening, "漏水", LEA).hits) == 2
    assert len(find(evening, "漏水", ANN).hits) == 1, "her own, not her team mate's"
    assert len(find(evening, "漏水", NIA).hits) == 2, "she receives both"
    assert find(evening, "漏水", NED).hits == []
    with evening.database.read() as session:
        nothing = search(session, Reach(department_id=1), Wanted(words="漏水"))
    assert nothing.hits == []


def test_entries_of_another_team_are_not_found_by_its_agents(evening: Evening) -> None:
    log(evening, "三楼漏水")
    assert len(find(evening, "漏水", DAN).hits) == 1
    assert find(evening, "漏水", NED).hits == []
    assert len(find(evening, "漏水", NIA).hits) == 1, "a leader reads the whole log"


def test_another_department_finds_nothing(evening: Evening) -> None:
    log(evening, "三楼漏水")
    reach = reach_of(evening, LEA, handovers="department", log="department")
    elsewhere = dataclasses.replace(reach, department_id=reach.department_id + 1)
    assert find(evening, "漏水", reach=elsewhere).hits == []


def test_hidden_digits_of_customers_are_not_found(evening: Evening) -> None:
    evening.submitted(now=NOW, detail="回电 138 1234 5678")
    log(evening, "回电 13812345678", phone="021-87654321", caller="王小明")
    for digits in ("13812345678", "1234", "3812", "0218765", "8765"):
        assert find(evening, digits).hits == [], digits
    assert len(find(evening, "5678").hits) == 2, "the last four are shown to everybody"
    hit = find(evening, "回电", where=Where.LOG).hits[0]
    assert "王小明" not in hit.shown
    assert "王**" in hit.shown


def test_a_single_letter_is_said_to_be_too_short(evening: Evening) -> None:
    log(evening, "三楼漏水")
    found = find(evening, "水")
    assert (found.hits, found.too_short) == ((), ("水",))
    assert len(find(evening, "漏水 水").hits) == 1


def test_pages_follow_each_other_without_gap_or_repetition(evening: Evening) -> None:
    for number in range(65):
        log(evening, f"漏水 {number:03}", now=NOW + dt.timedelta(seconds=number))
    pages, before = [], None
    while True:
        found = find(evening, "漏水", before=before)
        pages.append(shown(found))
        before = found.older
        if before is None:
            break
    assert [len(page) for page in pages] == [30, 30, 5]
    assert [each for page in pages for each in page] == [
        f"漏水 {number:03}" for number in reversed(range(65))
    ]


NARROWED: tuple[tuple[Mapping[str, object], int], ...] = (
    ({"first": DAY, "last": DAY}, 2),
    ({"first": DAY + dt.timedelta(days=1)}, 0),
    ({"last": DAY - dt.timedelta(days=1)}, 0),
    ({"important": True}, 1),
    ({"urgent": True}, 0),
    ({"category": "work"}, 1),
    ({"category": "event"}, 1),
    ({"open_only": True}, 1),
    ({"state": "submitted"}, 1),
    ({"state": "complete"}, 0),
)


def test_hits_are_narrowed_down(evening: Evening) -> None:
    evening.submitted(now=NOW, detail="三楼漏水")
    log(evening, "四楼漏水", important=True)
    for wanted, expected in NARROWED:
        for words in ("漏水", ""):
            found = find_by(evening, reach_of(evening, LEA), Wanted(words=words, **wanted))  # type: ignore[arg-type]
            assert len(found.hits) == expected, (words, wanted)


def test_a_matter_is_open_until_it_is_closed(evening: Evening) -> None:
    evening.complete(now=NOW, detail="三楼漏水")
    assert len(find(evening, "漏水", open_only=True).hits) == 1
    with evening.database.write() as session:
        session.execute(
            text("UPDATE handover_matter SET closed_at = :now"), {"now": "2026-12-09 00:00:00+00:00"}
        )
        session.commit()
    assert find(evening, "漏水", open_only=True).hits == []
    assert len(find(evening, "漏水").hits) == 1


def index_of(database: Database) -> list[tuple[object, ...]]:
    with database.read() as session:
        rows = session.scalars(select(SearchText).order_by(SearchText.id)).all()
        return [
            (
                row.record_id,
                row.handover_id,
                row.entry_id,
                row.place,
                row.item_number,
                row.team_id,
                row.day,
                row.shown,
                row.folded,
                tuple(row.grams),
            )
            for row in rows
        ]


def test_the_index_made_anew_is_what_it_was(evening: Evening) -> None:
    evening.receiving(now=NOW, detail="三楼漏水")
    log(evening, "四楼漏水")
    before = index_of(evening.database)
    assert before
    with evening.database.write() as session:
        session.execute(text("DELETE FROM search_text"))
        session.commit()
    assert find(evening, "漏水").hits == []
    with evening.database.write() as session:
        assert rebuild(session, evening.actor(LEA).department_id) == len(before)
    assert index_of(evening.database) == before
    assert len(find(evening, "漏水").hits) == 2


def test_after_retention_nothing_is_found(evening: Evening, database_urls: Urls) -> None:
    evening.submitted(now=NOW, detail="三楼漏水")
    log(evening, "四楼漏水")
    later = NOW + dt.timedelta(days=365 * 40)
    log(evening, "五楼漏水", now=later)
    with evening.database.write() as session:
        done = retain(session, database_urls.retention, now=later)
    assert sum(each.deleted for each in done) > 0
    assert shown(find(evening, "漏水")) == ["五楼漏水"]
    assert len(index_of(evening.database)) == 1
    assert keys_left(evening.database, "三楼") == 0
    with evening.database.write() as session:
        rebuild(session, evening.actor(LEA).department_id)
    assert shown(find(evening, "漏水")) == ["五楼漏水"]


def keys_left(database: Database, word: str) -> int:
    """Return how many rows the index of the database itself still has for a word."""
    with database.read() as session:
        kind = session.get_bind().dialect.name
        if kind == "sqlite":
            key = {"key": f"{grams(word)[0]:x}"}
            counting = "SELECT count(*) FROM search_text_fts WHERE search_text_fts MATCH :key"
            return int(session.execute(text(counting), key).scalar_one())
        statement, _ = matching(select(SearchText), kind, SearchText.id, SearchText.grams, grams(word))
        return len(session.scalars(statement).all())
