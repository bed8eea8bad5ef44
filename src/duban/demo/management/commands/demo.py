"""``duban demo``: the invented city 澜州市 with its people and sample documents. Run again, it does nothing new."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from duban.accounts.actions import add_person, give_role
from duban.accounts.models import Person
from duban.demo import city, loading, rules, working
from duban.organizations.actions import add_bodies
from duban.organizations.actions.grouping import cover_area, join_group
from duban.organizations.models import Body, Region


class Command(BaseCommand):
    help = "装入演示城市“澜州市”：单位、人员和示例文件。可以重复运行。"

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        self._say("正在装入演示城市澜州市……")
        _regions()
        add_bodies(list(city.BODIES), None)
        _belonging()
        rules.load()
        people = {person.username: _person(person) for person in city.PEOPLE}
        for sample in loading.SAMPLES:
            self._say(f"  正在识读：{sample.name}")
            try:
                loading.load(sample, people["clerk"], self._say)
            except loading.NotRead as error:
                raise CommandError(str(error)) from error
        moved = working.carry_on(loading.WALKED, people)
        if moved:
            self._say(f"  {moved} 个问题已按方案审定、批复、备案和整改的步骤办理")
        folder = Path(settings.DUBAN_DATA) / "samples"
        loading.write_samples(folder)
        self._say(f"示例文件（含一份待比对的修订稿）：{folder}")
        self._people()

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def _people(self) -> None:
        self._say("演示账号（密码都是 " + city.PASSWORD + "）：")
        for person in city.PEOPLE:
            self._say(f"  {person.username:<9}{person.name}　{person.body} {person.role.label}")


def _regions() -> None:
    top = None
    for code, name in city.REGIONS:
        facts = {"name": name, "parent": top, "is_zone": not code.isdigit()}
        region, _made = Region.objects.get_or_create(code=code, defaults=facts)
        top = top or region


def _belonging() -> None:
    bodies = {body.name: body for body in Body.objects.all()}
    regions = {region.name: region for region in Region.objects.all()}
    for group, names in city.MEMBERS.items():
        for name in names:
            join_group(bodies[group], bodies[name], city.BEGUN, None)
    for team, names in city.AREAS.items():
        for name in names:
            cover_area(bodies[team], regions[name], city.BEGUN, None)


def _person(said: city.DemoPerson) -> Person:
    person = Person.objects.filter(username=said.username).first()
    if person is None:
        person = add_person(said.username, said.name, city.PASSWORD, None, is_demo=True)
    give_role(person, Body.objects.get(name=said.body), said.role, None)
    return person
