"""A browser without a page: cookies, forms, and somebody who presses again when nothing came back."""

import http.client
import http.cookiejar
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from typing import Any

PATIENCE = 90
TURNED_AWAY = (400, 403, 404, 405, 413, 429)


class Refused(AssertionError):
    """The product said no to something that is allowed: the answer, as far as it can be told in a line."""


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


@dataclass
class Browser:
    """One person at one browser."""

    port: int
    cookies: http.cookiejar.CookieJar = field(default_factory=http.cookiejar.CookieJar)
    presses: int = 0

    def __post_init__(self) -> None:
        self._opener = urllib.request.build_opener(_Stay, urllib.request.HTTPCookieProcessor(self.cookies),
                                                   urllib.request.ProxyHandler({}))

    def holding(self, session: str) -> "Browser":
        """With a session that was begun before."""
        self.cookies.set_cookie(http.cookiejar.Cookie(
            0, "sessionid", session, None, False, "127.0.0.1", True, False, "/", True, False, None, True, None, None, {}))
        return self

    def once(self, path: str, form: dict[str, Any] | None = None, wait: float = 20) -> tuple[int, str, str]:
        """One try: status, where it leads, and the page."""
        data = None if form is None else urllib.parse.urlencode(
            {**form, "csrfmiddlewaretoken": self._cookie("csrftoken")}).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data)
        try:
            with self._opener.open(request, timeout=wait) as answer:
                return answer.status, "", answer.read().decode(errors="replace")
        except urllib.error.HTTPError as answer:
            return answer.code, answer.headers.get("Location") or "", answer.read().decode(errors="replace")

    def look(self, path: str) -> str:
        """The page, however long it takes to come."""
        return self._until(path, None, (200,))[1]

    def press(self, path: str, form: dict[str, Any]) -> str:
        """Press a button until the answer leads on; where it leads to."""
        if not self._cookie("csrftoken"):
            self.look("/staff/sign-in/")
        return self._until(path, form, (302,))[0]

    def _until(self, path: str, form: dict[str, Any] | None, wanted: tuple[int, ...]) -> tuple[str, str]:
        until = time.monotonic() + PATIENCE
        told = "no answer"
        while time.monotonic() < until:
            self.presses += 1
            try:
                status, leads, page = self.once(path, form)
            except (OSError, http.client.HTTPException) as error:
                told = repr(error)
            else:
                if status in wanted:
                    return leads, page
                told = f"{status} {_heart_of(page)}"
                if status in TURNED_AWAY or status in {200, 302}:
                    raise Refused(f"{path}: {told}")
            time.sleep(0.1)
        raise Refused(f"{path}: {told} after {PATIENCE} s")

    def _cookie(self, name: str) -> str:
        return next((cookie.value or "" for cookie in self.cookies if cookie.name == name), "")


def _heart_of(page: str) -> str:
    _, found, main = page.partition("<main")
    return " ".join((main if found else page).split())[:600]
