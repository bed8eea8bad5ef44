"""The list of sets, the upload page, and a set's own page with the progress of its reading."""

from __future__ import annotations

import uuid as uuids
from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Min, Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from duban.accounts.permissions import may_review
from duban.asking import number
from duban.intake import present
from duban.intake.actions import NotPossible, arranging, receiving
from duban.intake.actions.arranging import Joined
from duban.intake.actions.receiving import Incoming, Received
from duban.intake.meeting import kind_of
from duban.intake.models import DraftItem, FileState, IntakeSet, ItemState, Role, SetFile
from duban.intake.presenting import SetView
from duban.intake.views.common import person_of, set_of
from duban.jobs.models import Job, State
from duban.ledger.models import Inspection
from gongwen.formats import MAX_BYTES, ocr

SETS_PER_PAGE = 30
#: What multipart wraps around the files.
ENVELOPE = 1024 * 1024


JOINED: dict[Joined, Promise] = {
    Joined.SAME: gettext_lazy("用途没有变。"),
    Joined.LATER: gettext_lazy("用途已改；文件读完后按新的用途归并。"),
    Joined.ANEW: gettext_lazy("用途已改，各项已按新的用途重新归并；校核时可以撤销。"),
    Joined.ASKED: gettext_lazy("用途已改，各项还没有重新归并：已经有人校核过，请看下面的说明。"),
    Joined.KEPT: gettext_lazy("用途已改；已有内容登记入台账，各项不再重新归并。"),
}


@require_GET
def set_list(request: HttpRequest) -> HttpResponse:
    if not may_review(request.user):
        return render(request, "intake/not_yours.html", status=404)
    live = Q(items__state=ItemState.ACTIVE)
    sets = IntakeSet.objects.visible_to(request.user).standing().select_related("created_by", "inspection")
    sets = sets.annotate(
        file_count=Count("files", distinct=True),
        first_name=Min("files__name"),
        waiting=Count(
            "files", filter=Q(files__state__in=(FileState.WAITING, FileState.READING)), distinct=True
        ),
        unread=Count(
            "files", filter=Q(files__state__in=(FileState.FAILED, FileState.REFUSED)), distinct=True
        ),
        active=Count("items", filter=live, distinct=True),
        confirmed=Count("items", filter=live & Q(items__confirmed_at__isnull=False), distinct=True),
        accepted=Count("items", filter=live & Q(items__finding__isnull=False), distinct=True),
        attached=Count("items", filter=live & Q(items__mention__isnull=False), distinct=True),
    )
    page = Paginator(sets.order_by("-created_at", "-pk"), SETS_PER_PAGE).get_page(request.GET.get("page"))
    for each in page:
        each.called = _called_otherwise(each)  # type: ignore[attr-defined]
    return render(request, "intake/list.html", {"page": page})


def _called_otherwise(intake_set: Any) -> str:
    """A draft and its revision bear the same title: what tells them apart is how their only file is called."""
    name = intake_set.first_name if intake_set.file_count == 1 else ""
    return name if name and PurePath(name).stem != intake_set.title else ""


@csrf_exempt
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """The size of the whole request is looked at before any of it is read; only then is the form token checked."""
    if not may_review(request.user):
        return render(request, "intake/not_yours.html", status=404)
    if request.method == "POST" and _length(request) > receiving.MAX_TOTAL + ENVELOPE:
        return _too_large(request)
    return _upload(request)


def _too_large(request: HttpRequest) -> HttpResponse:
    """Answered without a look into the request: what it holds is not read."""
    limit = receiving.MAX_TOTAL // receiving.MEGABYTE
    sentence = _("一次上传合计不能超过%sMB，这次没有保存任何文件；请分几次上传。") % limit
    if _wants_json(request):
        return _refused(sentence, status=413)
    return render(request, "413.html", {"sentence": sentence}, status=413)


def _length(request: HttpRequest) -> int:
    return number(request.META.get("CONTENT_LENGTH") or "") or 0


@csrf_protect
def _upload(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "intake/upload.html", _upload_context(request))
    try:
        inspection = _chosen_inspection(request)
        received = receiving.receive(person_of(request), _incoming(request), inspection)
    except NotPossible as refusal:
        return _refused(str(refusal)) if _wants_json(request) else _again(request, str(refusal))
    return _told(request, received)


def _upload_context(request: HttpRequest) -> dict[str, Any]:
    return {
        "inspections": Inspection.objects.order_by("-pk")[:200],
        "chosen": request.GET.get("inspection", ""),
        "roles": Role.choices,
        "max_files": receiving.MAX_FILES,
        "max_bytes": MAX_BYTES,
        "max_total": receiving.MAX_TOTAL,
        "max_megabytes": MAX_BYTES // receiving.MEGABYTE,
        "max_total_megabytes": receiving.MAX_TOTAL // receiving.MEGABYTE,
        "reads_pictures": ocr.is_installed(),
    }


def _chosen_inspection(request: HttpRequest) -> Inspection | None:
    pk = number(request.POST.get("inspection", ""))
    return get_object_or_404(Inspection, pk=pk) if pk is not None else None


def _incoming(request: HttpRequest) -> list[Incoming]:
    chosen = request.POST.getlist("roles")
    files = [
        Incoming(file.name or "", file.size or 0, file.chunks(), chosen[i] if i < len(chosen) else "")
        for i, file in enumerate(request.FILES.getlist("files"))
    ]
    pasted = request.POST.get("text", "").strip()
    if pasted:
        data = pasted.replace("\r\n", "\n").encode()
        files.append(Incoming(receiving.PASTED, len(data), [data], Role.MAIN if not files else ""))
    return files


def _wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _refused(sentence: str, status: int = 422) -> JsonResponse:
    return JsonResponse({"error": sentence}, status=status)


def _again(request: HttpRequest, sentence: str) -> HttpResponse:
    context = {**_upload_context(request), "error": sentence, "text": request.POST.get("text", "")}
    return render(request, "intake/upload.html", context, status=422)


def _told(request: HttpRequest, received: Received) -> HttpResponse:
    known = [
        {"name": known.name, "url": known.where.get_absolute_url(), "title": known.where.title}
        for known in received.known
    ]
    made = received.intake_set
    if _wants_json(request):
        url = made.get_absolute_url() if made else ""
        return JsonResponse({"url": url, "known": known})
    if made and not known:
        return redirect(made.get_absolute_url())
    return render(request, "intake/known.html", {"known": known, "set": made})


@require_GET
def set_page(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    return render(request, "intake/set.html", _set_context(set_of(request, uuid)))


@require_GET
def progress(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """The part of the set's page that the page asks for again while files are read."""
    return render(request, "intake/progress.html", _set_context(set_of(request, uuid)))


def _set_context(intake_set: IntakeSet) -> dict[str, Any]:
    view = SetView(intake_set)
    jobs = _jobs(view.files)
    rows = [(file, jobs.get(f"intake.read:{file.pk}")) for file in view.files]
    over = [_is_over(file, job) for file, job in rows]
    return {
        "set": intake_set,
        "view": view,
        "rows": rows,
        "busy": not all(over),
        "done": sum(over),
        "total": len(over),
        "ahead": _ahead(jobs),
        "roles": Role.choices,
        "batches": intake_set.accepted_parts.select_related("person"),
        "later": kind_of(view),
        "attached": _attached(view),
    }


def _attached(view: SetView) -> list[tuple[int, DraftItem]]:
    """Items whose document stands at a finding, each with its number in the list."""
    if not view.counts.attached:
        return []
    places = present.places(view.items)
    rows = view.intake_set.items.filter(mention__isnull=False).select_related("finding")
    return [(places[item.pk], item) for item in rows if item.pk in places]


def _jobs(files: list[SetFile]) -> dict[str, Job]:
    keys = [f"intake.read:{file.pk}" for file in files if file.state not in (FileState.READ,)]
    return {job.key: job for job in Job.objects.filter(key__in=keys)}


def _ahead(jobs: dict[str, Job]) -> int:
    """How many files of others are read before the first of these; 0 once that one is in hand."""
    waiting = [job for job in jobs.values() if job.state == State.QUEUED]
    if not waiting or any(job.state == State.RUNNING for job in jobs.values()):
        return 0
    first = min(waiting, key=lambda job: job.pk)
    before = Job.objects.filter(kind="intake.read", lane=first.lane, pk__lt=first.pk)
    return before.filter(state__in=(State.QUEUED, State.RUNNING)).count()


def _is_over(file: SetFile, job: Job | None) -> bool:
    if file.state in (FileState.READ, FileState.FAILED, FileState.REFUSED):
        return True
    return job is None or job.state == State.FAILED


@require_POST
def file_role(request: HttpRequest, uuid: uuids.UUID, file: int) -> HttpResponse:
    """Say what a file of the set is."""
    intake_set = set_of(request, uuid)
    found = get_object_or_404(intake_set.files, pk=file)
    try:
        joined = arranging.choose_role(person_of(request), found, request.POST.get("role", ""))
        said = str(JOINED[joined])
    except NotPossible as refusal:
        said = str(refusal)
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "intake/progress.html", {**_set_context(set_of(request, uuid)), "said": said})
    messages.info(request, said)
    return redirect("intake:set", uuid=uuid)


@require_POST
def rejoin(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """Join the items by what the files are now, although reviewers have worked on them."""
    intake_set = set_of(request, uuid)
    try:
        arranging.rejoin(person_of(request), intake_set)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect(intake_set.get_absolute_url())
    messages.success(request, str(JOINED[Joined.ANEW]))
    return redirect(intake_set.get_absolute_url())


@require_POST
def withdraw(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """Take a set that was uploaded by mistake off the list."""
    intake_set = set_of(request, uuid)
    try:
        receiving.withdraw(person_of(request), intake_set, request.POST.get("reason", ""))
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect(intake_set.get_absolute_url())
    messages.success(request, _("已撤下“%s”；同样的文件可以重新上传。") % intake_set.title)
    return redirect("intake:list")
