"""Which queues a person takes by his skills."""

from web.planning.queue_skills import queue_skills

QUEUES = ("语音", "English", "投诉")


def test_a_queue_asks_for_the_skill_of_its_name() -> None:
    found = queue_skills(QUEUES, ["english ", "投诉"], [{"English"}, {"投诉"}, set()])
    assert found.asking == {1, 2}
    assert found.taken({"English"}) == {0, 1}
    assert found.taken({"English", "投诉"}) == {0, 1, 2}


def test_who_has_no_skill_takes_what_asks_for_none() -> None:
    found = queue_skills(QUEUES, QUEUES[1:], [{"English"}, set()])
    assert found.taken(()) == {0}
    everything = queue_skills(QUEUES, QUEUES, [{"English"}, set()])
    assert everything.taken(()) == frozenset()


def test_where_nobody_has_such_a_skill_everybody_takes_everything() -> None:
    for skills, people in ((QUEUES, [set(), set()]), (["其他"], [{"其他"}]), ([], [set()])):
        found = queue_skills(QUEUES, skills, people)
        assert found.asking == frozenset()
        assert found.taken(()) == found.taken({"其他"}) == {0, 1, 2}


def test_a_skill_that_is_asked_for_and_nobodys_is_not_everybodys() -> None:
    found = queue_skills(QUEUES, QUEUES, [{"语音"}, {"English"}])
    assert 2 not in found.taken({"语音", "English"})
