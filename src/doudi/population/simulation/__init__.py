"""What another number would do to everybody (标准测算): who gains, who loses, what it costs, which band it breaks.

济办发〔2020〕21号 二(一)1 and 2. Exact, for every household of a snapshot: the law itself decides both sides (`law.kernel`, or
anything with its interface); here the two answers are set against each other.
"""
