"""重残的不同口径: each programme has its own list of severe disability; there is no common one.

民发〔2021〕57号 第八条(一), 民发〔2021〕43号 第五条(三), 国发〔2015〕52号. A list is met when any component
meets it; 多重残疾 without its components leaves open whatever depends on the kind.
"""

from doudi.law.language import Bool, Law, Member, member


@member(cite="民发〔2021〕57号 第八条", label="有残疾人证")
def is_disabled(m: Member, law: Law) -> Bool:
    """持有残疾人证,任何类别、任何等级。"""
    single = m.disability_visual > 0 or m.disability_hearing > 0 or m.disability_speech > 0
    return single or m.disability_limb > 0 or m.disability_multiple > 0 or m.has_mind_disability


@member(cite="民发〔2021〕57号 第八条", label="有智力或精神残疾")
def has_mind_disability(m: Member, law: Law) -> Bool:
    """智力残疾人、精神残疾人。"""
    return m.disability_intellectual > 0 or m.disability_mental > 0


@member(cite="民发〔2021〕57号 第八条", label="多重残疾的类别已知")
def components_known(m: Member, law: Law) -> Bool:
    """多重残疾中的各类别已分别登记。"""
    senses = m.disability_visual > 0 or m.disability_hearing > 0 or m.disability_speech > 0
    return senses or m.disability_limb > 0 or m.has_mind_disability


@member(cite="民发〔2021〕57号 第八条(一)", label="一、二级残疾(任何类别)")
def is_grade_one_or_two(m: Member, law: Law) -> Bool:
    """一级、二级残疾人,不论类别。"""
    if not m.is_disabled:
        return False
    visual = 0 < m.disability_visual <= law.single_person_grade
    hearing = 0 < m.disability_hearing <= law.single_person_grade
    speech = 0 < m.disability_speech <= law.single_person_grade
    limb = 0 < m.disability_limb <= law.single_person_grade
    mind = m.mind_grade_one_or_two
    multiple = 0 < m.disability_multiple <= law.single_person_grade
    return visual or hearing or speech or limb or mind or multiple


@member(cite="民发〔2021〕57号 第八条(一)", label="智力、精神一、二级")
def mind_grade_one_or_two(m: Member, law: Law) -> Bool:
    """智力、精神残疾一级、二级。"""
    if not m.has_mind_disability:
        return False
    intellectual = 0 < m.disability_intellectual <= law.single_person_grade
    return intellectual or 0 < m.disability_mental <= law.single_person_grade


@member(cite="民发〔2021〕57号 第八条(一)", label="智力、精神三级以内")
def mind_grade_three(m: Member, law: Law) -> Bool:
    """三级智力残疾人、三级精神残疾人。"""
    if not m.has_mind_disability:
        return False
    intellectual = 0 < m.disability_intellectual <= law.single_person_mind_grade
    return intellectual or 0 < m.disability_mental <= law.single_person_mind_grade


@member(cite="民发〔2021〕57号 第八条(一)", label="重残(单人户口径)")
def is_severe_for_single_person(m: Member, law: Law) -> Bool:
    """一级、二级重度残疾人和三级智力残疾人、三级精神残疾人。"""
    if not m.is_disabled:
        return False
    within = 0 < m.disability_multiple <= law.single_person_mind_grade
    hidden = within and not m.components_known and m.multiple_components_severe
    return m.is_grade_one_or_two or m.mind_grade_three or hidden


@member(cite="民政部等四部门2022年10月20日通知 一(一)", label="成年无业重度残疾人")
def is_adult_disabled_without_work(m: Member, law: Law) -> Bool:
    """成年无业重度残疾人(一级、二级)。"""
    return law.adult_disabled_alone and not m.is_minor and not m.works and m.is_grade_one_or_two


@member(cite="民发〔2021〕43号 第五条(三)", label="残疾属无劳动能力")
def is_disabled_without_labour(m: Member, law: Law) -> Bool:
    """残疾等级为一、二、三级的智力、精神残疾人,残疾等级为一、二级的肢体残疾人,残疾等级为一级的视力残疾人。"""
    if not m.is_disabled:
        return False
    intellectual = 0 < m.disability_intellectual <= law.no_labour_mind_grade
    mental = 0 < m.disability_mental <= law.no_labour_mind_grade
    limb = 0 < m.disability_limb <= law.no_labour_limb_grade
    visual = 0 < m.disability_visual <= law.no_labour_visual_grade
    within = 0 < m.disability_multiple <= law.no_labour_mind_grade
    hidden = within and not m.components_known and m.multiple_components_severe
    return intellectual or mental or limb or visual or hidden
