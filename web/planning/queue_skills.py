"""Which queues a person takes: a queue asks for the skill that bears its name.

A queue that no skill is named after is everybody's. Who has none of the skills asked for takes those queues
and no other; but where nobody on the roster has any of them, skills are not kept up, and everybody takes
every queue.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class QueueSkills:
    """Queues by number, and those of them that ask for the skill of their name.

    Attributes
    ----------
    asking
        Numbers of the queues that ask for a skill; empty: everybody takes everything.
    """

    queues: Sequence[str]
    asking: frozenset[int]

    def taken(self, skills: Iterable[str]) -> frozenset[int]:
        """Return the numbers of the queues that somebody with these skills takes."""
        own = {_plain(skill) for skill in skills}
        return frozenset(
            number
            for number, name in enumerate(self.queues)
            if number not in self.asking or _plain(name) in own
        )


def queue_skills(
    queues: Sequence[str], skills: Iterable[str], people: Iterable[Collection[str]]
) -> QueueSkills:
    """Return what the queues ask for.

    Parameters
    ----------
    queues
        Names of the queues.
    skills
        Names of the skills in use; capitals and blanks at the ends make no difference.
    people
        The skills of each person of the roster.
    """
    known = {_plain(skill) for skill in skills}
    asked = {_plain(name) for name in queues} & known
    if not any(_plain(skill) in asked for own in people for skill in own):
        return QueueSkills(queues=queues, asking=frozenset())
    asking = (number for number, name in enumerate(queues) if _plain(name) in asked)
    return QueueSkills(queues=queues, asking=frozenset(asking))


def _plain(name: str) -> str:
    return name.strip().casefold()
