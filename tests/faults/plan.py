"""What is done and what is killed at which point, all from one seed: the same seed makes the same plan."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

# Named points in the statements that a deed sends to the database. What a point cannot meet (there is no award in an
# acceptance) is not drawn for that deed.
POINTS = {
    "the application is written": r'INSERT INTO "casework_application"',
    "a person is written": r'INSERT INTO "people_person"',
    "a case is written": r'INSERT INTO "casework_case"',
    "the status is written": r'UPDATE "casework_case" SET "status"',
    "the step is written": r'INSERT INTO "casework_move"',
    "the journal is written": r'INSERT INTO "audit_journalentry"',
    "the decision is written": r'INSERT INTO "casework_decision"',
    "the award is written": r'INSERT INTO "casework_award"',
    "the session is written": r'UPDATE "django_session"',
    "the old lines are gone": r'DELETE FROM "casework_rollline"',
    "the lines are written": r"insert into casework_rollline",
    "the roll is written": r'UPDATE "casework_rollrun"',
    "the job is written": r"procrastinate_defer_job",
    "the rows are noted": r'INSERT INTO "rollbooks_importrow"',
    "the import is marked": r'UPDATE "rollbooks_importrun"',
    "the job is finished": r"procrastinate_finish_job",
    "any statement": r".",
    "the commit": r"^COMMIT$",
}
COMMON = ("the journal is written", "the session is written", "any statement", "the commit", "the commit")
OF_DEED = {
    "submit": (*COMMON, "the application is written", "a person is written", "a case is written", "the step is written"),
    "accept": (*COMMON, "the status is written", "the step is written"),
    "confirm": (*COMMON, "the status is written", "the step is written", "the decision is written",
                "the award is written"),
    "roll": (*COMMON, "the old lines are gone", "the lines are written", "the roll is written"),
    "import": ("the journal is written", "the rows are noted", "the import is marked", "a person is written",
               "the award is written", "the job is finished", "any statement", "the commit", "the commit"),
    "start": (*COMMON, "the import is marked", "the job is written"),
}
# How often each deed comes, and who is killed how often while it is done.
DEEDS = {"submit": 5, "accept": 4, "confirm": 4, "roll": 4, "import": 2, "start": 1}
TARGETS = {"self": 9, "backend": 6, "server": 3, "crew": 1}
MANY = {"any statement": 90, "a person is written": 3, "the commit": 2, "the journal is written": 3}
LONGEST_WAIT_MS = {"submit": 500, "accept": 200, "confirm": 250, "roll": 200, "import": 2500, "start": 150}


@dataclass(frozen=True)
class Kill:
    """One kill: of whom, and either so many ms after the press or at the nth statement of a named point."""

    number: int
    deed: str
    what: str
    after_ms: int | None
    point: str = ""
    nth: int = 0
    when: str = ""

    @property
    def who(self) -> str:
        """The program at work in this deed."""
        return "worker" if self.deed == "import" else "web"

    def __str__(self) -> str:
        killed = {"self": self.who, "backend": "a database session", "server": "the database server",
                  "crew": "doudi run"}[self.what]
        at = f"{self.after_ms} ms after the press" if self.after_ms is not None else (
            f"{self.when} {self.point}" + (f" ({self.nth}.)" if self.nth > 1 else ""))
        return f"{self.deed}: {killed} killed {at}"


def plan(seed: int, kills: int) -> Iterator[Kill]:
    """The kills of a run, in order. A longer run begins with the shorter one of the same seed."""
    for number in range(1, kills + 1):
        yield _kill(random.Random(f"{seed}/{number}"), number)


def _kill(chance: random.Random, number: int) -> Kill:
    deed = chance.choices(list(DEEDS), list(DEEDS.values()))[0]
    what = chance.choices(list(TARGETS), list(TARGETS.values()))[0]
    if what == "crew" or chance.random() < 0.3:
        return Kill(number, deed, what, chance.randrange(LONGEST_WAIT_MS[deed]))
    point = chance.choice(OF_DEED[deed])
    nth = chance.randint(1, MANY.get(point, 1))
    return Kill(number, deed, what, None, point, nth, chance.choice(("before", "after")))
