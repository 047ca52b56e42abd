"""基本生活救助 (济办发〔2020〕21号 二(一)): subsistence, single person, low income, extreme hardship, rigid
expenditure.
"""
