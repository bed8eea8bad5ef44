"""A cell whose value is not to be had, in a sentence for whoever filled it in."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Flaw:
    """What stands in the cell instead of a value: an error as Excel writes it, or nothing."""

    error: str = ""

    @property
    def sentence(self) -> str:
        if self.error:
            return _("这一格的公式算错了（%s）。请在Excel里改正公式，或直接填上内容。") % self.error
        return _("这一格是公式，文件里没有存下算出的结果。请用Excel打开保存一次，或把公式粘贴为数值。")
