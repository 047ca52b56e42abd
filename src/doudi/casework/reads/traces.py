"""Which records belong together, by kind and number: what the journal has to be asked for to know what was done to a
family, a case or a person. None outside the jurisdiction.
"""

from doudi.casework.models import Application, Case
from doudi.offices.reads import Jurisdiction
from doudi.people.models import Household, Membership, Paper, Person

Records = dict[str, list[int]]


def records_of_household(household_id: int, jurisdiction: Jurisdiction) -> Records | None:
    """The household, its cases and applications, its papers, and everybody who ever belonged to it."""
    household = Household.objects.filter(jurisdiction.within(), pk=household_id).first()
    if household is None:
        return None
    return {"household": [household.pk], "case": _numbers(Case, household), "application": _numbers(Application, household),
            "paper": _numbers(Paper, household),
            "person": list(Membership.objects.filter(household=household).order_by("id").values_list("person_id", flat=True))}


def _numbers(model: type[Case | Application | Paper], household: Household) -> list[int]:
    return list(model.objects.filter(household=household).order_by("pk").values_list("pk", flat=True))


def records_of_case(number: str, jurisdiction: Jurisdiction) -> Records | None:
    """One case, by its number or its id."""
    key = {"number": number} if "-" in number else {"pk": number}
    case = Case.objects.filter(jurisdiction.within(), **key).first()
    return None if case is None else {"case": [case.pk]}


def records_of_person(person_id: int, jurisdiction: Jurisdiction) -> Records | None:
    """One person who lives here, or belongs or belonged to a household here."""
    here = Person.objects.filter(jurisdiction.within(), pk=person_id).exists() or Membership.objects.filter(
        jurisdiction.within("household__area"), person_id=person_id).exists()
    return {"person": [person_id]} if here else None
