"""What an officer types to find somebody (搜人): a number never travels in an address line.

Addresses are kept by browsers and servers; so the box posts, and a link may carry a name or a village only.
"""
from __future__ import annotations

import re
from dataclasses import dataclass

from django.http import HttpRequest

from doudi.kernel.masking import mask_id

FIND = "find"
DIGITS = re.compile(r"[0-9０-９]{4}|[0-9０-９]{3}[XxＸｘ]")


@dataclass(frozen=True)
class Asked:
    """What was typed, how the page repeats it, and whether it came the wrong way."""

    text: str = ""
    in_address: bool = False

    @property
    def is_number(self) -> bool:
        """Whether it is a number, or the end of one, of somebody."""
        return DIGITS.search(self.text) is not None

    @property
    def shown(self) -> str:
        """The text for the heading; of a number its end."""
        return mask_id(self.text) if self.is_number else self.text

    @property
    def typed(self) -> str:
        """What stands in the box again; a number does not."""
        return "" if self.is_number else self.text


def asked(request: HttpRequest) -> Asked:
    """The question of this request; a number in an address line is not looked for."""
    if request.method == "POST":
        return Asked(request.POST.get("q", "").strip()) if request.POST.get("do") == FIND else Asked()
    found = Asked(request.GET.get("q", "").strip(), in_address=True)
    return Asked(in_address=True) if found.is_number else Asked(found.text)
