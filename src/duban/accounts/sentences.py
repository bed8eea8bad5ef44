"""The sentences of what happens to accounts."""

from __future__ import annotations

from django.utils.translation import gettext as _

from duban.journal.sentences import Facts, sentence


@sentence("person.added")
def _added(facts: Facts) -> str:
    return _("建立账号“%(username)s”。") % facts


@sentence("person.requested")
def _requested(facts: Facts) -> str:
    said = _("申请开通账号“%(username)s”，等待安全管理员批准") % facts
    roles = _("、").join(facts["roles"])
    return said + (_("；申请的角色：%(roles)s。") % {"roles": roles} if roles else _("。"))


@sentence("person.renamed")
def _renamed(facts: Facts) -> str:
    return _("姓名由“%(before)s”改为“%(after)s”，理由：%(reason)s") % facts


@sentence("person.role_given")
def _role_given(facts: Facts) -> str:
    return _("授予“%(body)s”的“%(role)s”角色。") % facts


@sentence("person.deputy_named")
def _deputy_named(facts: Facts) -> str:
    said = _("指定“%(deputy)s”为代理人（AB角），自%(since)s起") % facts
    return said + _window(facts)


@sentence("person.became_deputy")
def _became_deputy(facts: Facts) -> str:
    said = _("成为“%(person)s”的代理人（AB角），自%(since)s起") % facts
    return said + _window(facts)


def _window(facts: Facts) -> str:
    until = _("，到%(until)s止") % facts if facts["until"] else ""
    return until + (_("，仅在请假时代理。") if facts["only_on_leave"] else _("。"))


@sentence("person.handed_over")
def _handed_over(facts: Facts) -> str:
    posts = _("、").join(facts["posts"])
    return _("自%(on)s起将职务交接给“%(to)s”：%(posts)s。理由：%(reason)s") % {**facts, "posts": posts}


@sentence("person.took_over")
def _took_over(facts: Facts) -> str:
    posts = _("、").join(facts["posts"])
    return _("自%(on)s起接手“%(from)s”的职务：%(posts)s。理由：%(reason)s") % {**facts, "posts": posts}


@sentence("person.signed_out")
def _signed_out(facts: Facts) -> str:
    return _("长时间无操作，自动退出。") if facts["idle"] else _("退出登录。")


@sentence("person.second_factor_off")
def _second_factor_off(facts: Facts) -> str:
    return _("停用动态口令，理由：%(reason)s") % facts if facts["reason"] else _("本人停用动态口令。")


@sentence("accounts.imported")
def _imported(facts: Facts) -> str:
    return _("从表格批量申请%(count)s个账号。") % facts


@sentence("person.approved")
def _approved(facts: Facts) -> str:
    return _("批准开通账号“%(username)s”。") % facts


@sentence("person.switched_off")
def _switched_off(facts: Facts) -> str:
    return _("停用账号“%(username)s”，理由：%(reason)s") % facts


@sentence("person.switched_on")
def _switched_on(facts: Facts) -> str:
    return _("恢复使用账号“%(username)s”，理由：%(reason)s") % facts


@sentence("person.password_reset")
def _password_reset(facts: Facts) -> str:
    return _("重置密码，下次登录须改密，理由：%(reason)s") % facts


@sentence("person.password_changed")
def _password_changed(facts: Facts) -> str:
    return _("本人修改密码。") % facts


@sentence("person.password_expired")
def _password_expired(facts: Facts) -> str:
    return _("密码超过使用期限，须先改密。") % facts


@sentence("person.role_ended")
def _role_ended(facts: Facts) -> str:
    return _("“%(body)s”的“%(role)s”角色到%(until)s为止，理由：%(reason)s") % facts


@sentence("person.deputy_ended")
def _deputy_ended(facts: Facts) -> str:
    return _("自%(on)s起“%(deputy)s”不再代理。") % facts


@sentence("person.deputy_over")
def _deputy_over(facts: Facts) -> str:
    return _("自%(on)s起不再代理“%(person)s”。") % facts


@sentence("person.stands_in")
def _stands_in(facts: Facts) -> str:
    return _("“%(person)s”%(since)s至%(until)s请假，其间代理其事项。") % facts


@sentence("person.stands_down")
def _stands_down(facts: Facts) -> str:
    return _("“%(person)s”%(on)s返岗，请假期间的代理到此为止。") % facts


@sentence("person.leave")
def _leave(facts: Facts) -> str:
    return _("请假：%(since)s至%(until)s。") % facts


@sentence("person.back")
def _back(facts: Facts) -> str:
    return _("%(on)s返岗。") % facts


@sentence("person.signed_in")
def _signed_in(facts: Facts) -> str:
    said = (
        _("经统一身份认证登录，来自%(address)s。")
        if facts.get("by_provider")
        else _("登录，来自%(address)s。")
    )
    return said % facts


@sentence("person.sign_in_failed")
def _sign_in_failed(facts: Facts) -> str:
    return _("登录未成功，来自%(address)s。") % facts


@sentence("person.locked")
def _locked(facts: Facts) -> str:
    return _("连续登录失败，账号锁定%(minutes)s分钟，来自%(address)s。") % facts


@sentence("address.locked")
def _address_locked(facts: Facts) -> str:
    return _("地址%(address)s连续登录失败，锁定%(minutes)s分钟。") % facts


@sentence("person.unlocked")
def _unlocked(facts: Facts) -> str:
    return _("解除账号“%(username)s”的锁定。") % facts


@sentence("person.second_factor_on")
def _second_factor_on(facts: Facts) -> str:
    return _("启用动态口令。") % facts


@sentence("person.recovery_codes_new")
def _recovery_codes_new(facts: Facts) -> str:
    return _("更换恢复码。") % facts


@sentence("person.recovery_code_used")
def _recovery_code_used(facts: Facts) -> str:
    return _("使用一个恢复码，还剩%(left)s个。") % facts


@sentence("name.answered")
def _name_answered(facts: Facts) -> str:
    whose = _("是账号“%(username)s”（%(person)s）") if facts["person"] else _("没有账号")
    return _("认定文件中的“%(post)s%(name)s”") % facts + whose % facts + _("。")


@sentence("name.withdrawn")
def _name_withdrawn(facts: Facts) -> str:
    return _("撤回对文件中“%(post)s%(name)s”的认定，理由：%(reason)s") % facts


@sentence("accounts.sealed_anew")
def _sealed_anew(facts: Facts) -> str:
    return _("更换保管密钥，重新加密%(count)s个动态口令密钥。") % facts
