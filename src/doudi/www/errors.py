"""Pages for what went wrong (400, 404, 403, 500, a stale form), in plain Chinese, with the number to call."""

from __future__ import annotations

from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: the address leads nowhere."""
    return render(
        request,
        "base/error.html",
        {
            "title": "没有找到这个页面",
            "words": "可能是网址少了几个字，或者这个页面已经不在了。",
        },
        status=404,
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: known, but not theirs to see. The reason given by the verb is shown when it is in Chinese
    words."""
    reason = str(exception) if exception else ""
    words = (
        reason
        if reason and not reason.isascii()
        else "这个页面只有经办它的人能看。要看的话，请换一个账号登录。"
    )
    return render(request, "base/error.html", {"title": "您不能看这个页面", "words": words}, status=403)


def unreadable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: what came in is no text that can be kept, or far too much of it. Nothing was changed."""
    if isinstance(exception, SessionInterrupted):
        return _interrupted(request, exception)
    return render(
        request,
        "base/error.html",
        {
            "title": "这一页的内容没有收到",
            "retry": request.path,
            "words": "里面有认不出的字符，或者写得太多。什么都没有改动，请重新打开这一页，再写一遍。",
        },
        status=400,
    )


def _interrupted(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The session could not be written: the database has fallen at this moment (what was sent may well be on record), or
    somebody signed out in another window. Nobody's typing is at fault."""
    cause: BaseException | None = exception
    while cause is not None and not isinstance(cause, OperationalError | InterfaceError):
        cause = cause.__cause__ or cause.__context__
    return broken(request) if cause is not None else stale_form(request)


def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault."""
    return render(
        request,
        "base/error.html",
        {
            "title": "系统出错了，不是您的问题",
            "words": "请过几分钟再试。已经提交的申请不会丢。",
        },
        status=500,
    )


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token (CSRF_FAILURE_VIEW): opened too long ago, or cookies are off. An application that
    was sent in the meantime (the receipt signs in, which makes a new token) is shown and not called lost."""
    if number := request.session.get("sent", {}).get(request.POST.get("key", "")):
        return redirect("resident:done", number=number)
    if request.session.get("turned_to") is not None:
        return _for_another(request)
    return render(
        request,
        "base/error.html",
        {
            "title": "这一页放得太久了",
            "retry": request.path,
            "words": "为了安全，请点下面的按钮重新打开这一页，再提交一次。手机要允许本网站使用 Cookie。",
        },
        status=403,
    )


def _for_another(request: HttpRequest) -> HttpResponse:
    """A helper has turned to somebody else in another window: what this page holds was written for the one before."""
    return render(
        request,
        "base/error.html",
        {
            "title": "这一页没有保存",
            "words": "打开这一页以后，您换过替谁办理，或者它放得太久了。为了不把一个人的情况写到另一个人名下，"
            "这一页没有收。请从「替谁办理」里选好人，再打开重写。",
        },
        status=403,
    )
