"""The rules of signing in and of the record, which the security administrator answers for."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy

from duban.rulebook.definitions import Area, Rule, Source, options
from duban.rulebook.kinds import Kind

_LEVEL_3 = Source("GB/T 22239-2019 网络安全等级保护基本要求", "第三级 安全计算环境", "medium")
_LAW = Source("中华人民共和国网络安全法", "日志留存不少于六个月", "high")
_SIGN_IN = gettext_lazy("登录安全")
_RECORD = gettext_lazy("记录留存")
_EXPORT = gettext_lazy("导出")
_ROLES = options(
    system_admin="系统管理员",
    security_admin="安全管理员",
    audit_admin="审计管理员",
    office_head="整改办负责人",
    office_clerk="整改办经办人",
    petition_clerk="信访经办人",
    discipline="纪检监察人员",
)


def _rule(key: str, name: Any, kind: Kind, default: Any, **more: Any) -> Rule:
    return Rule(key, name, kind, default, _SIGN_IN, "§14", source=_LEVEL_3, area=Area.SECURITY, **more)


_at_least_one = partial(_rule, minimum=1)

SECURITY: tuple[Rule, ...] = (
    _rule("password_min_length", gettext_lazy("口令最短长度"), Kind.COUNT, 10, minimum=8, maximum=64),
    _at_least_one("password_character_kinds", gettext_lazy("口令至少包含几类字符"), Kind.COUNT, 3, maximum=4),
    _rule("password_history", gettext_lazy("不得与前几次口令相同"), Kind.COUNT, 5),
    _at_least_one("password_max_age_days", gettext_lazy("口令更换周期"), Kind.DAYS, 90),
    _rule("first_sign_in_change", gettext_lazy("首次登录须更改口令"), Kind.BOOL, True),
    _at_least_one("first_password_days", gettext_lazy("初始口令有效期"), Kind.DAYS, 14, maximum=90,
                  note=gettext_lazy("批准开通或重置口令以后这么多天没有登录，初始口令作废，由系统管理员重置。")),
    _at_least_one("sign_in_failures", gettext_lazy("连续登录失败几次后锁定"), Kind.COUNT, 5),
    _at_least_one("address_failures", gettext_lazy("同一网络地址失败几次后锁定"), Kind.COUNT, 30),
    _at_least_one("lock_minutes", gettext_lazy("锁定时长（分钟）"), Kind.COUNT, 30),
    _at_least_one("idle_minutes", gettext_lazy("无操作自动退出（分钟）"), Kind.COUNT, 30),
    _rule("second_factor_required", gettext_lazy("须使用第二种验证"), Kind.BOOL, False,
          note=gettext_lazy("等级保护第三级要求两种以上鉴别方式，正式启用前应改为“是”。")),
    _rule(
        "second_factor_roles",
        gettext_lazy("须使用第二种验证的角色"),
        Kind.LIST,
        ["system_admin", "security_admin", "audit_admin"],
        choices=_ROLES,
    ),
    _at_least_one("token_days", gettext_lazy("接口令牌有效期"), Kind.DAYS, 90, maximum=366,
                  note=gettext_lazy("到期后须重新申领；持有人停用时令牌随即失效。")),
    _rule("token_needs_password", gettext_lazy("口令到期或须更改时停用接口令牌"), Kind.BOOL, True,
          note=gettext_lazy("本人改过口令后令牌恢复使用。全部人员经统一身份认证登录、不用本系统口令的，可以改为“否”。")),
    _at_least_one("api_per_minute", gettext_lazy("一个接口令牌每分钟最多请求几次"), Kind.COUNT, 600,
                  note=gettext_lazy("按每个服务进程分别计数。")),
    Rule("answer_keep_days", gettext_lazy("接口幂等键的保留期"), Kind.DAYS, 7, _RECORD, "§14", area=Area.SECURITY, minimum=1,
         note=gettext_lazy("期内同一个键的请求只办理一次；过期后视为新的请求。")),
    Rule("job_keep_days", gettext_lazy("已完成后台任务的保留期"), Kind.DAYS, 30, _RECORD, "§14", area=Area.SECURITY, minimum=1,
         note=gettext_lazy("到期清除的只是任务的运行痕迹；记录永久保存。")),
    Rule("paper_keep_days", gettext_lazy("提交后没有用上的附件的保留期"), Kind.DAYS, 7, _RECORD, "§14", area=Area.SECURITY,
         minimum=1, maximum=90, note=gettext_lazy("到期清除的只是从未附到申请、审批等任何事项上的文件；附上的永久保存。")),
    Rule("export_at_once", gettext_lazy("多少个问题以内的导出立即下载"), Kind.COUNT, 2000, _EXPORT, "§14", area=Area.SECURITY,
         minimum=500, maximum=20_000, note=gettext_lazy("更多的在后台制作，做好后由本人下载。")),
    Rule("export_keep_days", gettext_lazy("后台制成的导出文件的保留期"), Kind.DAYS, 7, _EXPORT, "§14", area=Area.SECURITY,
         minimum=1, maximum=90, note=gettext_lazy("自要求导出起算，到期自动清除；谁导出过什么，永久留在记录中。")),
    Rule("log_keep_months", gettext_lazy("日志留存期限"), Kind.MONTHS, 12, _RECORD, "§14", source=_LAW, area=Area.SECURITY,
         minimum=6, note=gettext_lazy("记录本身永久保存，不因到期删除。")),
)  # fmt: skip
