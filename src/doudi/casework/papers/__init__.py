"""Papers (文书): the letters, forms and posters that a case owes the family, as PDF.

Clauses: 57号 第十条 (one list of everything missing), 第十六条 (the survey form both sides sign),
第十九条 and 第二十四条 (what a public notice may say), 第二十一条 (a refusal in writing with reasons).
The words stand in templates; numbers, reasons and facts are handed in and never made up here.
"""
