"""The product's table of contents."""

from __future__ import annotations

from django.conf import settings
from django.urls import path

from nearer.bonds import views as bonds
from nearer.growing import views as growing
from nearer.people import views as people
from nearer.people.access import open_to_all
from nearer.safety import views as safety
from nearer.sittings import beginning, bond_page, draft_views
from nearer.sittings import views as sittings
from nearer.today import demo_views
from nearer.today import views as today
from nearer.vault.health import health

urlpatterns = [
    path("", today.today, name="today"),
    # coming in
    path("join/", people.join, name="join"),
    path("sign-in/", people.sign_in, name="sign_in"),
    path("sign-out/", people.sign_out, name="sign_out"),
    path("recover/", people.recover, name="recover"),
    path("recovery-code/", people.recovery_code, name="recovery_code"),
    # oneself
    path("you/", people.you, name="you"),
    path("you/coach/", people.coach, name="coach"),
    path("devices/", people.devices, name="devices"),
    path("devices/<uuid:device>/end/", people.end_device, name="end_device"),
    # together
    path("bonds/", bonds.together, name="together"),
    path("bonds/new/", bonds.new, name="new_bond"),
    path("bonds/<uuid:bond>/", bond_page.bond, name="bond"),
    path("bonds/<uuid:bond>/name/", bonds.rename, name="rename_bond"),
    path("bonds/<uuid:bond>/invite/", bonds.invite, name="invite"),
    path("bonds/<uuid:bond>/invite/<uuid:invitation>/", bonds.invitation, name="invitation"),
    path("bonds/<uuid:bond>/invite/<uuid:invitation>/let-in/", bonds.let_in, name="let_in"),
    path("bonds/<uuid:bond>/invite/<uuid:invitation>/withdraw/", bonds.withdraw, name="withdraw"),
    path("bonds/<uuid:bond>/companions/", bonds.companions, name="companions"),
    path(
        "bonds/<uuid:bond>/companions/<uuid:member>/remove/",
        bonds.remove_companion,
        name="remove_companion",
    ),
    path("bonds/<uuid:bond>/leave/", bond_page.leave_bond, name="leave_bond"),
    path("invitations/<uuid:invitation>/", bonds.answer, name="answer_invitation"),
    # practices and sittings
    path("practices/", beginning.practices, name="practices"),
    path("practices/<slug:slug>/", beginning.practice, name="practice"),
    path("begin/<slug:slug>/", beginning.begin, name="begin"),
    path("sittings/<uuid:sitting>/", sittings.sitting, name="sitting"),
    path("sittings/<uuid:sitting>/add/", sittings.add, name="add"),
    path("sittings/<uuid:sitting>/pause/", sittings.pause, name="pause"),
    path("sittings/<uuid:sitting>/stop/", sittings.stop, name="stop"),
    path("drafts/", draft_views.keep_draft, name="keep_draft"),
    path("drafts/<uuid:draft>/discard/", draft_views.discard_draft, name="discard_draft"),
    # alone
    path("gym/", growing.gym, name="gym"),
    path("gym/<slug:id>/", growing.gym_exercise, name="gym_exercise"),
    # safety
    path("help/", safety.help_page, name="help"),
    path("trust/", safety.trust, name="trust"),
    path("exit/", safety.leave_quickly, name="exit"),
    path("health/", open_to_all(health), name="health"),
]

if settings.DEMO:
    urlpatterns.append(path("demo/<slug:key>/", demo_views.open_view, name="demo"))

handler400 = "nearer.safety.views.bad_request"
handler403 = "nearer.safety.views.refused"
handler404 = "nearer.safety.views.not_found"
handler500 = "nearer.safety.views.error"
