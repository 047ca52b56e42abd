"""The self-check (我能领什么) over every programme: what is asked, what an answer says as facts, which question comes
next, what contradicts, and what a family is told. Residents, clerks, the hotline and village coordinators use this one.

济办发〔2020〕21号 三20, 三21. Called by the pages of www; it knows no request and keeps nothing.
"""
