"""Notices and publicities by id, inside a jurisdiction, for whoever prints them (文书)."""

from doudi.casework.models import Notice, Publicity
from doudi.offices.reads import Jurisdiction


def notice(notice_id: int, jurisdiction: Jurisdiction) -> Notice | None:
    """One letter; None outside the jurisdiction."""
    found = Notice.objects.filter(jurisdiction.within("case__area"), pk=notice_id)
    return found.select_related("case").first()


def publicity(publicity_id: int, jurisdiction: Jurisdiction) -> Publicity | None:
    """One notice on a board; None outside the jurisdiction."""
    found = Publicity.objects.filter(jurisdiction.within("case__area"), pk=publicity_id)
    return found.select_related("case", "opinion").first()
