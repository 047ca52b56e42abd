"""Rolls as files (名册): today's rolls come in, frozen rolls go out.

"The families already helped come along": an import never makes up a determination, never doubles anybody, and
gives the rows that cannot be read back in the layout they came in. Reading, columns, rows and families are
pure; `actions` writes.
"""
