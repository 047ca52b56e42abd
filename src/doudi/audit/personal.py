"""What may not stand in the journal: it holds ids and codes, never personal data (个人信息保护法 第四十七条).

So that deleting a person and keeping the journal do not fight. Everything here runs for every line that is written:
one pass over the text that goes into the database.
"""

import re
from typing import Final

# An ID number (18 or 15 digits with a plausible birth date), a mobile number, a bank card, a landline; standing free.
# A sum in fen may look like a telephone number and is none.
NUMBERS: Final = (
    r'(?<![0-9A-Za-z])(?<!_fen": )(?:'
    r"[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]"
    r"|[1-9]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}"
    r"|1[3-9]\d{9}"
    r"|62\d{14,17}"
    r"|0\d{2,3}-\d{7,8}"
    r")(?![0-9A-Za-z])")
KEYS: Final = (
    "id_number", "id_last4", "phone", "address", "account_number", "account_name", "account_bank", "name", "pinyin",
    "initials", "birth", "note", "text", "remark", "signed_by",
)
_PERSONAL: Final = re.compile(NUMBERS + '|"(?:' + "|".join(KEYS) + ')":', re.ASCII)


class PersonalDataInJournal(ValueError):
    """Somebody tried to write personal data into the journal."""


def refuse_personal_data(text: str) -> None:
    """Raise for a text (JSON or plain) with a number, a field or a Chinese word that may be about a person."""
    # Names, addresses and remarks are Chinese; ids, codes and days are not.
    if not text.isascii():
        raise PersonalDataInJournal("the journal holds ids and codes, no words")
    if _PERSONAL.search(text):
        raise PersonalDataInJournal("the journal does not hold numbers or fields about persons")
