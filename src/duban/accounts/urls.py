from __future__ import annotations

from django.urls import path

from duban.accounts.views import door, importing, naming, own, people, provider

app_name = "accounts"
urlpatterns = [
    path("sign-in/", door.SignIn.as_view(), name="sign_in"),
    path("sign-in/code/", door.second_step, name="second_step"),
    path("sign-in/provider/", provider.begin, name="provider_begin"),
    path("sign-in/provider/back/", provider.back, name="provider_back"),
    path("sign-out/", door.SignOut.as_view(), name="sign_out"),
    path("me/", own.me, name="me"),
    path("me/password/", own.change_password, name="change_password"),
    path("me/second-factor/", own.second_factor, name="second_factor"),
    path("me/second-factor/codes/", own.new_recovery_codes, name="new_recovery_codes"),
    path("me/second-factor/off/", own.leave_second_factor, name="leave_second_factor"),
    path("me/deputies/", own.name_deputy, name="name_deputy"),
    path("me/deputies/<int:pk>/end/", own.end_deputy, name="end_deputy"),
    path("me/leave/", own.take_leave, name="take_leave"),
    path("me/leave/<int:pk>/end/", own.end_leave, name="end_leave"),
    path("names/", naming.names, name="names"),
    path("names/<int:pk>/", naming.answer, name="answer_name"),
    path("names/<int:pk>/withdraw/", naming.withdraw, name="withdraw_name"),
    path("people/", people.people_list, name="people"),
    path("people/new/", people.new_person, name="new_person"),
    path("people/import/", importing.page, name="import"),
    path("people/import/take-over/", importing.take_over, name="take_over"),
    path("people/import/template/", importing.template, name="import_template"),
    path("people/<int:pk>/", people.person_page, name="person"),
    path("people/<int:pk>/password/", people.reset_password, name="reset_password"),
    path("people/<int:pk>/roles/<int:membership>/end/", people.end_role, name="end_role"),
    path("people/<int:pk>/deputies/<int:deputy>/end/", people.end_deputy, name="end_deputy_of"),
    path("people/<int:pk>/leaves/<int:leave>/end/", people.end_leave, name="end_leave_of"),
    path("people/<int:pk>/<slug:deed>/", people.do, name="do"),
]
