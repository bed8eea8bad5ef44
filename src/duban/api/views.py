"""The description for programs, the reference for people, and the pages of tokens."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duban.accounts.errors import Refused
from duban.accounts.permissions import may
from duban.accounts.views.common import person_of
from duban.api.actions import make_token, revoke_token
from duban.api.describing import Chapter, chapters, matching
from duban.api.forms import TokenForm
from duban.api.house import ROOMS, api
from duban.api.models import Scope, Token
from duban.api.problems import not_found
from duban.rulebook import queries as rulebook

_PAGE = 50


@lru_cache(maxsize=1)
def schema() -> dict[str, Any]:
    """The description, made once: what the interface is does not change while it runs."""
    return dict(api.get_openapi_schema(path_prefix="/api/v1/"))


@lru_cache(maxsize=4)
def _chapters(language: str | None) -> list[Chapter]:
    """In the language of the page; made once for each."""
    return chapters(schema(), {title: names[0] for title, names in ROOMS})


@login_not_required
@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """OpenAPI. Open: it tells how to ask, nothing of what there is."""
    return JsonResponse(schema(), json_dumps_params={"ensure_ascii": False})


@csrf_exempt
@login_not_required
def no_such_address(request: HttpRequest) -> HttpResponse:
    return not_found()


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Every operation by name, for whoever writes a program; what each takes and answers stands on its chapter's page."""
    words, everything = request.GET.get("q", "")[:100], _chapters(get_language())
    context = {"everything": everything, "chapters": matching(everything, words), "words": words}
    return render(request, "api/reference.html", context)


@require_safe
def chapter(request: HttpRequest, place: str) -> HttpResponse:
    everything = _chapters(get_language())
    found = next((each for each in everything if each.place == place), None)
    if found is None:
        raise Http404
    return render(request, "api/chapter.html", {"everything": everything, "chapter": found})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_tokens(request: HttpRequest) -> HttpResponse:
    """Hers, and a new one: shown once, on the page that made it."""
    person, now = person_of(request), timezone.now()
    form = TokenForm(request.POST or None)
    shown = _made(request, form) if request.method == "POST" and form.is_valid() else ""
    rows = list(Token.objects.filter(person=person)[:100])
    context = {
        "form": TokenForm() if shown else form,
        "shown": shown,
        "rows": [(row, row.stands(now)) for row in rows],
        "days": rulebook.rule("token_days", on=timezone.localdate(now)),
        "sees_all": may(request.user, "revoke_token"),
    }
    return render(request, "api/tokens.html", context, status=422 if form.errors and not shown else 200)


def _made(request: HttpRequest, form: TokenForm) -> str:
    try:
        token, shown = make_token(
            person_of(request), form.cleaned_data["name"], Scope(form.cleaned_data["scope"])
        )
    except Refused as refusal:
        form.add_error("name", refusal.reasons[0])
        return ""
    messages.success(request, _("令牌“%s”已申领，请立即复制保存。") % token.name)
    return shown


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Her own, or, for the security administrator, anybody's."""
    person = person_of(request)
    everybody = may(person, "revoke_token")
    rows = Token.objects.all() if everybody else Token.objects.filter(person=person)
    token = get_object_or_404(rows, pk=pk)
    try:
        revoke_token(token, person, request.POST.get("reason", ""))
    except Refused as refusal:
        messages.error(request, refusal.reasons[0])
    else:
        messages.success(request, _("令牌“%s”已撤销，使用它的程序不能再访问。") % token.name)
    return redirect("api:tokens" if token.person_id == person.pk else "api:all_tokens")


@require_safe
def all_tokens(request: HttpRequest) -> HttpResponse:
    """Everybody's, for the security administrator."""
    if not may(request.user, "revoke_token"):
        raise Http404
    now = timezone.now()
    rows = Token.objects.select_related("person")
    if request.GET.get("state") != "all":
        rows = rows.filter(revoked_at=None, expires_at__gt=now)
    page = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    told = [(row, row.stands(now)) for row in page]
    return render(request, "api/all_tokens.html", {"page": page, "rows": told})
