"""What subjects and verbs are called where the record is filtered. A verb without a name would show its own."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

SUBJECTS: dict[str, Any] = {
    "finding": gettext_lazy("问题"),
    "plan": gettext_lazy("整改方案"),
    "view": gettext_lazy("台账视图"),
    "inspection": gettext_lazy("督察"),
    "person": gettext_lazy("人员"),
    "body": gettext_lazy("单位"),
    "region": gettext_lazy("行政区域"),
    "rule_profile": gettext_lazy("规则方案"),
    "calendar": gettext_lazy("工作日历"),
    "accounts": gettext_lazy("账号导入"),
    "address": gettext_lazy("网络地址"),
    "named_person": gettext_lazy("文件中的人名"),
    "token": gettext_lazy("接口令牌"),
    "read.finding": gettext_lazy("查阅问题"),
    "read.person": gettext_lazy("查阅人员"),
    "read.petition": gettext_lazy("查阅信访件"),
}


def subject_name(kind: str) -> str:
    return str(SUBJECTS.get(kind, kind))


VERBS: dict[str, Any] = {
    "finding.registered": gettext_lazy("登记问题"),
    "finding.register_finished": gettext_lazy("登记已完成问题"),
    "finding.revised": gettext_lazy("按修订方案更改"),
    "finding.withdrawn_by_plan": gettext_lazy("随方案撤出"),
    "finding.mentioned": gettext_lazy("附上文件"),
    "finding.mention_taken_back": gettext_lazy("取消附上的文件"),
    "inspection.registered": gettext_lazy("登记督察"),
    "plan.registered": gettext_lazy("登记方案"),
    "plan.revised": gettext_lazy("修订方案"),
    "plan.supplemented": gettext_lazy("补充方案"),
    "person.requested": gettext_lazy("申请账号"),
    "person.approved": gettext_lazy("批准账号"),
    "person.role_given": gettext_lazy("授予角色"),
    "person.role_ended": gettext_lazy("收回角色"),
    "person.signed_in": gettext_lazy("登录"),
    "person.signed_out": gettext_lazy("退出"),
    "person.sign_in_failed": gettext_lazy("登录失败"),
    "person.locked": gettext_lazy("锁定账号"),
    "person.unlocked": gettext_lazy("解除锁定"),
    "person.password_changed": gettext_lazy("更改口令"),
    "person.password_reset": gettext_lazy("重置口令"),
    "person.switched_off": gettext_lazy("停用账号"),
    "person.switched_on": gettext_lazy("启用账号"),
    "person.handed_over": gettext_lazy("移交岗位"),
    "name.answered": gettext_lazy("认定人名"),
    "name.withdrawn": gettext_lazy("撤回人名认定"),
    "accounts.sealed_anew": gettext_lazy("更换保管密钥"),
    "body.added": gettext_lazy("列入单位"),
    "body.created": gettext_lazy("文件带入单位"),
    "body.confirmed": gettext_lazy("核对单位"),
    "body.renamed": gettext_lazy("单位更名"),
    "body.merged": gettext_lazy("合并单位"),
    "person.added": gettext_lazy("建立账号"),
    "person.password_expired": gettext_lazy("口令到期"),
    "person.second_factor_on": gettext_lazy("启用动态口令"),
    "person.second_factor_off": gettext_lazy("停用动态口令"),
    "person.recovery_codes_new": gettext_lazy("更换恢复码"),
    "person.recovery_code_used": gettext_lazy("使用恢复码"),
    "person.deputy_named": gettext_lazy("指定代理人"),
    "person.became_deputy": gettext_lazy("成为代理人"),
    "person.deputy_ended": gettext_lazy("结束代理"),
    "person.leave": gettext_lazy("请假"),
    "person.back": gettext_lazy("销假"),
    "person.took_over": gettext_lazy("接手岗位"),
    "accounts.imported": gettext_lazy("批量建立账号"),
    "address.locked": gettext_lazy("锁定网络地址"),
    "body.absorbed": gettext_lazy("并入本单位"),
    "body.alias": gettext_lazy("认定单位名称"),
    "body.changed": gettext_lazy("更改单位资料"),
    "body.closed": gettext_lazy("撤销单位"),
    "body.former_name": gettext_lazy("登记曾用名"),
    "directory.imported": gettext_lazy("导入组织名录"),
    "group.joined": gettext_lazy("加入成员"),
    "group.left": gettext_lazy("移出成员"),
    "region.added": gettext_lazy("列入区划"),
    "region.closed": gettext_lazy("停用区划"),
    "team.covers": gettext_lazy("包片"),
    "team.uncovers": gettext_lazy("结束包片"),
    "finding.taken_back": gettext_lazy("撤回问题登记"),
    "inspection.taken_back": gettext_lazy("撤回督察登记"),
    "meeting.taken_back": gettext_lazy("撤回会议登记"),
    "plan.taken_back": gettext_lazy("撤回方案登记"),
    "rule.set": gettext_lazy("更改规则"),
    "rule.inherited": gettext_lazy("改为沿用上级规则"),
    "rule_profile.added": gettext_lazy("建立规则方案"),
    "rule_profile.seeded": gettext_lazy("载入初始规则"),
    "calendar.day_set": gettext_lazy("更改日历"),
    "calendar.day_cleared": gettext_lazy("撤销日历安排"),
    "calendar.year_published": gettext_lazy("载入全年日历"),
    "token.made": gettext_lazy("申领接口令牌"),
    "token.revoked": gettext_lazy("撤销接口令牌"),
    "token.used": gettext_lazy("经接口办理"),
    "view.saved": gettext_lazy("保存视图"),
    "view.removed": gettext_lazy("删除视图"),
    "journal.read": gettext_lazy("查阅受保护内容"),
    "journal.erased": gettext_lazy("清除内容"),
}


def verb_name(verb: str) -> str:
    return str(VERBS.get(verb, verb))
