"""The door of the interface (接口的门): whose token it is, how often it knocks, and one shape for every error.

网络安全法 第二十一条. A call acts as the office of its token and as nobody else, whatever cookies come along; it is journalled as
that office's. Only wrong tokens are counted by address: a flood of them never shuts out a right one.
"""

import functools
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt

from doudi.audit.origin import from_where
from doudi.casework.referrals.tokens import token_of
from doudi.offices.access import as_system, nobody
from doudi.offices.allowances import Allowance, take

JINING = ZoneInfo("Asia/Shanghai")
CALLS = Allowance("api.token", 120, timedelta(seconds=1))
WRONG = Allowance("api.wrong", 30, timedelta(seconds=10))
LARGEST = 64 * 1024
LONGEST_KEY, LONGEST_TOKEN = 64, 200


class Refused(Exception):
    """An answer that is an error: its HTTP number, a code for machines, words for people."""

    def __init__(self, status: int, code: str, message: str, **headers: str) -> None:
        super().__init__(message)
        self.http, self.code, self.headers = status, code, headers


@dataclass(frozen=True)
class Caller:
    """Who calls, and when."""

    token: Any
    at: datetime

    @property
    def office_id(self) -> int:
        """The office it acts for."""
        return int(self.token.office_id)


def now() -> datetime:
    """The present moment; tests move it here."""
    return datetime.now(JINING)


def reply(body: dict[str, Any], status: int = 200) -> JsonResponse:
    """JSON with Chinese as it is."""
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})


def for_departments(*methods: str) -> Callable:
    """A view that takes (request, caller, …): asked in, as its office, every refusal in the same shape."""

    def wrap(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return _inside(view, methods, request, *args, **kwargs)
            except Refused as no:
                answer = reply({"error": {"code": no.code, "message": str(no)}}, no.http)
                for name, value in no.headers.items():
                    answer.headers[name.replace("_", "-")] = value
                return answer

        return guarded

    return wrap


def _inside(view: Callable[..., HttpResponse], methods: tuple[str, ...], request: HttpRequest, *args: Any,
            **kwargs: Any) -> HttpResponse:
    at = now()
    with nobody():
        token = _token(request, at)
        if request.method not in methods:
            raise Refused(405, "method", f"这个地址只接受 {'、'.join(methods)}。", Allow=", ".join(methods))
        again = take([(CALLS, str(token.pk))], at)
        if again is not None:
            _too_often(again, at)
        with from_where(f"api {token.office_id}/{token.pk}"), as_system("department api", about=str(token.office_id)):
            return view(request, Caller(token, at), *args, **kwargs)


def _token(request: HttpRequest, at: datetime) -> Any:
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    secret = secret.strip()
    found = token_of(secret, at) if kind.lower() == "bearer" and 0 < len(secret) <= LONGEST_TOKEN else None
    if found is not None:
        return found
    again = take([(WRONG, request.META.get("REMOTE_ADDR", ""))], at)
    if again is not None:
        _too_often(again, at)
    raise Refused(401, "token", "没有令牌,或者令牌不对、已经收回。请在 Authorization 里写 Bearer 加令牌;令牌由县级管理员发放。",
                  WWW_Authenticate="Bearer")


def _too_often(again: datetime, at: datetime) -> None:
    wait = max(1, ceil((again - at).total_seconds()))
    raise Refused(429, "too_often", f"请求太密,请 {wait} 秒后再试。没有做的都没有做,可以原样重发。", Retry_After=str(wait))


def body_of(request: HttpRequest) -> dict[str, Any]:
    """The JSON object that was sent, its texts all such that can be kept."""
    if request.content_type != "application/json":
        raise Refused(415, "content_type", "请用 Content-Type: application/json 发送。")
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        raise Refused(413, "too_large", "内容太大,一次只答复一件。")
    try:
        told = json.loads(request.body.decode("utf-8"))
        json.dumps(told, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError, RequestDataTooBig, RawPostDataException, UnreadablePostError) as error:
        raise Refused(400, "json", "内容不是 UTF-8 的 JSON,或者没有传完。什么都没有改,请重发。") from error
    if not isinstance(told, dict):
        raise Refused(400, "json", "内容要是一个 JSON 对象,例如 {\"name\": \"王建国\"}。")
    return told


def key_of(request: HttpRequest) -> str:
    """The caller's own mark of this call; empty without one."""
    key = request.headers.get("Idempotency-Key", "").strip()
    if len(key) > LONGEST_KEY or not key.isascii() or (key and not key.isprintable()):
        raise Refused(400, "key", f"Idempotency-Key 最多 {LONGEST_KEY} 个英文字母、数字或符号。")
    return key
