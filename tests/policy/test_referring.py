"""What is handed on (转办): the register of who handles a programme and the register of what goes along agree."""

from doudi.policy.handling import handling
from doudi.policy.lawbook import law_book, reason_labels
from doudi.policy.referring import referables


def test_every_programme_that_is_handed_on_says_to_whom_and_with_what() -> None:
    handed_on = {code for code, way in handling().items() if way.is_handed_on}
    assert handed_on == set(referables())
    assert handed_on <= set(law_book().programmes)


def test_a_matter_of_one_person_is_decided_by_the_law_for_one_person() -> None:
    programmes = law_book().programmes
    wrong = {code for code, each in referables().items() if each.per_person != (programmes[code].entity == "member")}
    assert not wrong


def test_what_is_handed_on_without_an_application_rests_on_a_roll_and_a_reason_that_the_law_knows() -> None:
    enrolled = {code: each.enrolled for code, each in referables().items() if each.enrolled is not None}
    assert enrolled["medical_premium"].on_rolls == ("extreme_hardship",)
    for each in enrolled.values():
        assert each.because in reason_labels()
        assert each.on_rolls and set(each.on_rolls) <= set(law_book().programmes)


def test_a_family_is_told_what_to_bring_or_that_the_department_finds_it() -> None:
    silent = {code for code, each in referables().items() if not each.papers and not each.held}
    assert not silent
    for each in referables().values():
        assert not {"身份证", "户口簿"} & {*each.papers, *each.held}, "they are told for everything"
