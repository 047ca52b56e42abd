"""All papers there are (文书一览), by the name of their template."""

from doudi.casework.papers.door import (
    Acceptance,
    Authorisation,
    CareAgreement,
    MissingNotice,
    Poster,
    SurveyForm,
)
from doudi.casework.papers.enrolled import EnrolmentNotice
from doudi.casework.papers.sheet import Paper
from doudi.casework.papers.verdicts import Answer, ChangeNotice, Confirmation, Refusal, ServiceReturn

PAPERS: dict[str, type[Paper]] = {
    paper.kind: paper
    for paper in (
        MissingNotice,
        Acceptance,
        Authorisation,
        SurveyForm,
        CareAgreement,
        Poster,
        Confirmation,
        Refusal,
        ChangeNotice,
        Answer,
        ServiceReturn,
        EnrolmentNotice,
    )
}
