"""The deeds done under fire, over HTTP: a resident sends an application, officers accept, confirm, build and freeze rolls,
start an import. Whoever gets no answer presses the same button again, as people do."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.faults.browser import Browser
from tests.faults.town import Town

PASSWORDS = {"jingban": "jingban-2026", "xianji": "xianji-2026"}


@dataclass
class People:
    """Who is signed in, and what the product told them was done."""

    town: Town
    sent: dict[str, str] = field(default_factory=dict)
    accepted: list[int] = field(default_factory=list)
    confirmed: list[int] = field(default_factory=list)
    frozen: list[int] = field(default_factory=list)
    started: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.seats = {name: self._signed_in(name) for name in PASSWORDS}
        self._drafts = iter(self.town.drafts)
        self._to_accept = iter(self.town.to_accept)
        self._to_confirm = iter(self.town.to_confirm)
        self._rolls = iter(self.town.rolls)
        self._imports = iter(self.town.imports)

    def do(self, deed: str) -> None:
        """One deed of a kind, with whatever comes next in the town."""
        {"submit": self.submit, "accept": self.accept, "confirm": self.confirm, "roll": self.roll,
         "import": self.start_import, "start": self.start_import}[deed]()

    def submit(self) -> None:
        session, key = next(self._drafts)
        family = Browser(self.town.port).holding(session)
        leads = family.press("/apply/summary/", {"true": "on", "key": key})
        self.sent[key] = leads.rstrip("/").rsplit("/", 1)[-1]

    def accept(self) -> None:
        case = next(self._to_accept)
        self._deed("jingban", case, "accept", {"relative_note": ""})
        self.accepted.append(case)

    def confirm(self) -> None:
        case = next(self._to_confirm)
        self._deed("xianji", case, "confirm", {"amount_fen": "", "reason": ""})
        self.confirmed.append(case)

    def roll(self) -> None:
        area, month = next(self._rolls)
        leads = self.seats["xianji"].press("/staff/roll/", {"press": _token(), "area": area, "month": month})
        self.seats["xianji"].press(f"{leads}freeze/", {"press": _token()})
        self.frozen.append(int(leads.rstrip("/").rsplit("/", 1)[-1]))

    def start_import(self) -> None:
        run = next(self._imports)
        self.seats["xianji"].press(f"/staff/imports/{run}/start/", {"press": _token()})
        self.started.append(run)

    def _deed(self, who: str, case: int, name: str, form: dict[str, str]) -> None:
        self.seats[who].press(f"/staff/cases/{case}/do/{name}/{name}/", {"press": _token(), **form})

    def _signed_in(self, name: str) -> Browser:
        seat = Browser(self.town.port)
        seat.look("/staff/sign-in/")
        seat.press("/staff/sign-in/", {"username": name, "password": PASSWORDS[name], "next": "/staff/"})
        return seat


def _token() -> str:
    return uuid.uuid4().hex


def told(people: People) -> Iterator[str]:
    """What was acknowledged, for the last line of a run."""
    for name in ("sent", "accepted", "confirmed", "frozen", "started"):
        yield f"{name} {len(getattr(people, name))}"
