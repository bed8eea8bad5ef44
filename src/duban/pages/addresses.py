"""Whether the server may have the address it is asked to serve on, said before anything else is done."""

from __future__ import annotations

import errno
import socket
import time

from django.utils.translation import gettext as _
from gunicorn.util import parse_address  # type: ignore[import-untyped]

#: What a server that ends just now still needs to let go of its address.
PATIENCE = 3.0


def refusal(bind: str, patience: float = PATIENCE) -> str:
    """One sentence that says why this address cannot be had and what to do; empty where it can."""
    until = time.monotonic() + patience
    while (problem := _problem(bind)) == errno.EADDRINUSE and time.monotonic() < until:
        time.sleep(0.2)
    return _sentence(bind, problem) if problem else ""


def _problem(bind: str) -> int:
    """The number of the error that binding gives; 0 where it succeeds, or where it is no network address."""
    try:
        address = parse_address(bind, default_port="8000")
    except RuntimeError:
        return errno.EINVAL
    if not isinstance(address, tuple):
        return 0
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except (OSError, OverflowError) as error:
        return getattr(error, "errno", None) or errno.EINVAL
    return 0


def _sentence(bind: str, problem: int) -> str:
    if problem == errno.EADDRINUSE:
        return _(
            "地址 %s 已被占用，没有启动。可能督办已经在运行（请用浏览器打开 http://%s/ 看看），也可能是别的程序在用这个端口。"
            "请先停止它，或换一个端口：duban serve --bind 127.0.0.1:8001"
        ) % (bind, bind)
    if problem == errno.EACCES:
        return _("没有权限使用地址 %s，没有启动。1024 以下的端口需要管理员权限，请换一个较大的端口。") % bind
    return _("不能使用地址 %s，没有启动。请写成“本机地址:端口”，例如 127.0.0.1:8000。") % bind
