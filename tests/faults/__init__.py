"""The fault harness (故障演练): kills programs and the database while people work, and looks at what is left.

`make faults` runs it whole; `tests/faults/test_faults.py` is the short version. Nothing in the product knows of it.
"""
