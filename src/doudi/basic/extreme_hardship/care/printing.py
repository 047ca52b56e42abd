"""The care agreement as a sheet to sign (委托照料服务协议): three sides, one page; not kept, the signed one comes back as a photograph."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from doudi.audit import actions as audit
from doudi.basic.extreme_hardship.care.models import Agreement, Service
from doudi.basic.extreme_hardship.care.persons import cared
from doudi.casework.lifecycle import NotPossible
from doudi.casework.models import Case
from doudi.casework.papers.door import CareAgreement
from doudi.casework.papers.sheet import pdf
from doudi.casework.papers.surroundings import letterhead


@transaction.atomic
def print_agreement(*, agreement_id: int, by: Any, at: datetime) -> bytes:
    """The PDF of an agreement of somebody who is still on the roll. NotPossible."""
    agreement = Agreement.objects.filter(pk=agreement_id).select_related("person").first()
    who = cared(agreement.person_id, localdate(at)) if agreement is not None else None
    if agreement is None or who is None:
        raise NotPossible("没有这份照料协议,或者本人已不在特困名单。")
    case = Case.objects.select_related("person", "household").get(pk=who.case_id)
    paper = CareAgreement(
        head=letterhead(case, "township", localdate(at), addressee=agreement.person.name), paper_number=agreement.paper_number,
        id_number=agreement.person.id_number or "", grade=who.grade_words or "还没有评估", carer=agreement.carer_name,
        carer_kind=agreement.get_carer_kind_display(), carer_id_number=agreement.carer_id_number, carer_phone=agreement.carer_phone,
        services=tuple(str(Service(each).label) for each in agreement.services), from_on=agreement.from_on, until_on=agreement.until_on)
    audit.record(by=by, at=at, verb="care.print_agreement", subject=("household", agreement.household_id),
                 details={"agreement": agreement.pk})
    return pdf(paper)
