"""Coming in, the second step, going out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from duban.accounts import entering
from duban.accounts.actions import credentials, signing
from duban.accounts.forms import CodeForm, SignInForm, waiting_sentence
from duban.accounts.models import Person
from duban.accounts.oidc import configuration
from duban.accounts.sealing import SealBroken
from duban.accounts.views import provider


class SignIn(auth.LoginView):
    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        """The password is right; who has an authenticator shows it before the session begins."""
        person: Person = form.get_user()
        if person.second_factor_at is not None:
            entering.wait_for_second_step(self.request, person, self.get_success_url())
            return redirect("accounts:second_step")
        entering.enter(self.request, person, timezone.now())
        return redirect(self.get_success_url())

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        if configuration.is_configured():
            facts["provider_name"] = configuration.name()
        if self.request.GET.get("idle") and self.request.method == "GET":
            messages.info(self.request, _("长时间没有操作，已自动退出。已保存的内容都在，请重新登录。"))
        return super().get_context_data(**facts)


@login_not_required
@never_cache
@sensitive_post_parameters("code")
def second_step(request: HttpRequest) -> HttpResponse:
    """The code of the authenticator, or a recovery code."""
    person, then, token = entering.waiting_person(request)
    if person is None:
        messages.info(request, _("登录的第二步已超时，请重新输入用户名和密码。"))
        return redirect("accounts:sign_in")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _proves(request, person, form):
        entering.stop_waiting(request)
        entering.enter(request, person, timezone.now(), token=token)
        return redirect(then)
    return render(request, "accounts/second_step.html", {"form": form})


def _proves(request: HttpRequest, person: Person, form: CodeForm) -> bool:
    address, now = entering.address_of(request), timezone.now()
    until = signing.waiting_until(person.username, address, now)
    if until is not None:
        form.add_error("code", waiting_sentence(until))
        return False
    try:
        if credentials.check_second_factor(person, form.cleaned_data["code"], now):
            return True
    except SealBroken as broken:
        form.add_error("code", broken.reasons[0])
        return False
    signing.failed(person.username, address, now)
    form.add_error(
        "code", _("动态口令不正确或已用过，请输入手机上正在显示的六位数字，或一个没用过的恢复码。")
    )
    return False


@method_decorator(login_not_required, name="dispatch")
class SignOut(auth.LogoutView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        there = provider.signing_out(request)
        if isinstance(request.user, Person):
            signing.went_out(request.user)
        answer = super().post(request, *args, **kwargs)
        return provider.signed_out(request, there) if there else answer
