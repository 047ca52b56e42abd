"""The assistance law: facts, dated and cited parameters, and the rules, one module per benefit.

Who uses it calls `decide`, `explanation`, `flips`; the numbers come from `sheets`, cases from `casefile`.
"""

from doudi.law.explain import Line
from doudi.law.flips import Flip
from doudi.policy.decide import decide, explanation, flips, programme_label

__all__ = ["Flip", "Line", "decide", "explanation", "flips", "programme_label"]
