"""Finding out: the home visit (a page of its own) and asking the law again.

民发〔2021〕57号 第十五、十六、二十、三十一条.
"""
from __future__ import annotations

from typing import Any

from doudi.casework import actions
from doudi.www.staff.deeds.deed import Deed


def _determine(duty: Any, page: Any, cleaned: dict[str, Any]) -> str:
    kind = "review" if page.case.status == "confirmed" else "application"
    actions.determine(case_id=page.case.id, kind=kind, by=duty.user, at=duty.at)
    return "已按现在的事实重新认定。"


DEEDS = (
    Deed("visit", "record_visit", "入户调查", key="v", main=True, own_page="staff:visit"),
    Deed("county_visit", "county_visit", "县级入户", key="v", own_page="staff:visit"),
    Deed("review_visit", "review_visit", "入户核查", key="v", own_page="staff:visit"),
    Deed("determine", "determine", "重新认定", _determine, key="t",
         fits=lambda duty, page: page.case.status in {"confirmed", "county_review"}),
)
