"""特困人员的照料服务 (济办发〔2020〕21号 二(一)2): agreements, care grades, visits, institutions and their beds, wishes.

`persons` says who is cared for and what is due; `assessing`, `agreeing`, `visiting`, `placing` and `institutions` are the
verbs, `reads` what pages need, `indicators` the two figures of the clause. No number stands here: rhythms, limits and
targets are parameters, and what the county has not entered is said to be missing.
"""
