"""Fetching what a page is about and authorising it are one step: for who may not see it, it does not exist."""

from __future__ import annotations

import uuid as uuids
from typing import cast

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from duban.accounts.models import Person
from duban.intake.models import DraftItem, IntakeSet


def person_of(request: HttpRequest) -> Person:
    """Who asks. The pages are behind the sign-in, so it is always somebody."""
    return cast(Person, request.user)


def set_of(request: HttpRequest, uuid: uuids.UUID) -> IntakeSet:
    sets = IntakeSet.objects.visible_to(request.user).select_related(
        "created_by", "inspection", "plan", "withdrawn_by"
    )
    return get_object_or_404(sets, uuid=uuid)


def item_of(request: HttpRequest, intake_set: IntakeSet, pk: int) -> DraftItem:
    items = DraftItem.objects.visible_to(request.user).select_related("confirmed_by", "finding")
    return get_object_or_404(items, intake_set=intake_set, pk=pk)
