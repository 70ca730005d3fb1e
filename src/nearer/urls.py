"""The product's table of contents."""

from __future__ import annotations

from django.conf import settings
from django.urls import path

from nearer.bonds import returning_views, safer_views
from nearer.bonds import views as bonds
from nearer.growing import barrier_views, closeness_views, read_views
from nearer.growing import views as growing
from nearer.hosting.metrics import metrics
from nearer.keeps import (
    bond_journal_views,
    card_views,
    caring_views,
    copy_views,
    idea_views,
    journal_views,
    pause_views,
    plan_views,
    showing_views,
)
from nearer.keeps import date_views as dates
from nearer.keeps import jar_views as jar
from nearer.keeps import little_views as little
from nearer.keeps import promise_views as promises
from nearer.keeps import topic_views as topics
from nearer.keeps import views as keeps
from nearer.live import views as live
from nearer.parting import views as parting
from nearer.parting.ending import end_feed
from nearer.parting.leaving import part
from nearer.people import (
    address_views,
    news_views,
    recovery_views,
    second_views,
    setting_up_views,
    you_views,
    zone_views,
)
from nearer.people import views as people
from nearer.people.access import open_to_all
from nearer.photos import views as photos
from nearer.rhythm import channel_views, feed_views, peace_views
from nearer.rhythm import views as rhythm
from nearer.safety import cutting, help_views
from nearer.safety import views as safety
from nearer.sittings import (
    beginning,
    bond_page,
    draft_views,
    entry_views,
    leaving,
    resting,
    returning,
    shelf_pages,
    standing,
)
from nearer.sittings import copy_views as entry_copy_views
from nearer.sittings import views as sittings
from nearer.sittings.drafted import drafted
from nearer.today import demo_views, help_notes
from nearer.today import views as today
from nearer.vault.health import health

urlpatterns = [
    path("", today.today, name="today"),
    # coming in
    path("join/", people.join, name="join"),
    path("sign-in/", people.sign_in, name="sign_in"),
    path("sign-in/second/", second_views.second_step, name="second"),
    path("sign-out/", people.sign_out, name="sign_out"),
    path("recover/", recovery_views.recover, name="recover"),
    path("recovery-code/", recovery_views.recovery_code, name="recovery_code"),
    path("lost/", recovery_views.lost, name="lost"),
    # oneself
    path("you/", you_views.you, name="you"),
    path("you/coach/", you_views.coach, name="coach"),
    path("you/password/", you_views.change_password, name="change_password"),
    path("you/address/", address_views.change_address, name="change_address"),
    path("you/second-step/", setting_up_views.second_step, name="second_step"),
    path("you/second-step/app/", setting_up_views.second_app, name="second_app"),
    path("you/second-step/passkeys/", setting_up_views.second_keys, name="second_keys"),
    path("you/second-step/spare/", setting_up_views.spare_codes, name="spare_codes"),
    path("you/news/", news_views.put_aside_news, name="put_aside_news"),
    path("you/recovery/", you_views.new_code, name="new_code"),
    path("you/safer/", safer_views.safer, name="safer"),
    path("you/clock/", zone_views.own_zone, name="zone"),
    path("you/clock/offered/", zone_views.offered_zone, name="offered_zone"),
    path("you/take-along/", parting.take_along, name="take_along"),
    path("you/end/", parting.end_account, name="end_account"),
    path("you/copies/", parting.own_copies, name="own_copies"),
    path("you/copies/<uuid:copy>/", parting.own_copy, name="own_copy"),
    path("you/copies/<uuid:copy>/delete/", parting.delete_own_copy, name="delete_own_copy"),
    path("ended/", parting.ended, name="ended"),
    path("devices/", you_views.devices, name="devices"),
    path("devices/<uuid:device>/end/", you_views.end_device, name="end_device"),
    # together
    path("bonds/", bonds.together, name="together"),
    path("bonds/new/", bonds.new, name="new_bond"),
    path("bonds/<uuid:bond>/", bond_page.bond, name="bond"),
    path("bonds/<uuid:bond>/name/", bonds.rename, name="rename_bond"),
    path("bonds/<uuid:bond>/invite/", bonds.invite, name="invite"),
    path("bonds/<uuid:bond>/invite/<uuid:invitation>/", bonds.invitation, name="invitation"),
    path("bonds/<uuid:bond>/invite/<uuid:invitation>/let-in/", bonds.let_in, name="let_in"),
    path("bonds/<uuid:bond>/invite/<uuid:invitation>/withdraw/", bonds.withdraw, name="withdraw"),
    path("bonds/<uuid:bond>/lost-way/", returning_views.lost_way, name="lost_way"),
    path(
        "bonds/<uuid:bond>/way-back/<uuid:invitation>/", returning_views.way_back, name="way_back"
    ),
    path(
        "bonds/<uuid:bond>/way-back/<uuid:invitation>/confirm/",
        returning_views.confirm_return,
        name="confirm_return",
    ),
    path(
        "bonds/<uuid:bond>/way-back/<uuid:invitation>/hand-over/",
        returning.hand_over,
        name="hand_over",
    ),
    path(
        "bonds/<uuid:bond>/way-back/<uuid:invitation>/stop/",
        returning_views.stop_return,
        name="stop_return",
    ),
    path("bonds/<uuid:bond>/companions/", bonds.companions, name="companions"),
    path(
        "bonds/<uuid:bond>/companions/<uuid:member>/remove/",
        leaving.companion_leaves,
        name="remove_companion",
    ),
    path("bonds/<uuid:bond>/leave/", parting.leave_bond, name="leave_bond"),
    # what a bond keeps
    path("bonds/<uuid:bond>/keeps/", keeps.keeps, name="keeps"),
    path("bonds/<uuid:bond>/keeps/<uuid:keep>/delete/", keeps.delete, name="delete_keep"),
    path("bonds/<uuid:bond>/keeps/<uuid:keep>/show/", showing_views.show_keep, name="show_keep"),
    path("bonds/<uuid:bond>/keeps/<uuid:keep>/copy/", copy_views.keep_keep, name="keep_keep"),
    path("bonds/<uuid:bond>/promises/", drafted(promises.promises), name="promises"),
    path("bonds/<uuid:bond>/promises/<uuid:keep>/", promises.promise, name="promise"),
    path("bonds/<uuid:bond>/promises/<uuid:keep>/kept/", promises.kept, name="promise_kept"),
    path(
        "bonds/<uuid:bond>/promises/<uuid:keep>/missed/",
        drafted(promises.missed),
        name="promise_missed",
    ),
    path(
        "bonds/<uuid:bond>/promises/<uuid:keep>/change/",
        drafted(promises.change),
        name="promise_change",
    ),
    path("bonds/<uuid:bond>/promises/<uuid:keep>/answer/", promises.answer, name="promise_answer"),
    path(
        "bonds/<uuid:bond>/promises/<uuid:keep>/words/",
        drafted(promises.words),
        name="promise_words",
    ),
    path("bonds/<uuid:bond>/dates/", drafted(dates.dates, apart="offer"), name="dates"),
    path("bonds/<uuid:bond>/dates/<uuid:keep>/", drafted(dates.date), name="date"),
    path("bonds/<uuid:bond>/jar/", drafted(jar.jar), name="jar"),
    path("bonds/<uuid:bond>/jar/<uuid:keep>/", drafted(jar.slip), name="slip"),
    path("bonds/<uuid:bond>/little-things/", drafted(little.little_things), name="little_things"),
    path(
        "bonds/<uuid:bond>/little-things/<uuid:keep>/",
        drafted(little.little_thing),
        name="little_thing",
    ),
    path("bonds/<uuid:bond>/little-things/<uuid:keep>/again/", little.again, name="little_again"),
    path("bonds/<uuid:bond>/topics/", drafted(topics.topics), name="topics"),
    path("bonds/<uuid:bond>/topics/<uuid:keep>/", drafted(topics.topic), name="topic"),
    path("invitations/<uuid:invitation>/", bonds.answer, name="answer_invitation"),
    # new things, plans, ways of caring, cards, journals, and a pause
    path("bonds/<uuid:bond>/ideas/", idea_views.all_ideas, name="ideas"),
    path("bonds/<uuid:bond>/ideas/own/", drafted(idea_views.add_idea), name="add_idea"),
    path("bonds/<uuid:bond>/ideas/<slug:idea>/", idea_views.tick, name="tick_idea"),
    path("bonds/<uuid:bond>/ideas/<slug:idea>/remove/", idea_views.remove_idea, name="remove_idea"),
    path("bonds/<uuid:bond>/plans/", drafted(plan_views.all_plans, apart="idea"), name="plans"),
    path("bonds/<uuid:bond>/plans/<uuid:keep>/", drafted(plan_views.plan), name="plan"),
    path(
        "bonds/<uuid:bond>/plans/<uuid:keep>/calendar.ics",
        plan_views.plan_calendar,
        name="plan_calendar",
    ),
    path("bonds/<uuid:bond>/plans/<uuid:keep>/became/", plan_views.plan_became, name="plan_became"),
    path("bonds/<uuid:bond>/plans/<uuid:keep>/delete/", plan_views.delete_plan, name="delete_plan"),
    path("bonds/<uuid:bond>/caring/", caring_views.ways_of_caring, name="caring"),
    path("bonds/<uuid:bond>/caring/show/", caring_views.show_caring, name="show_caring"),
    path("bonds/<uuid:bond>/caring/<slug:way>/", caring_views.way_of_caring, name="way_of_caring"),
    path("bonds/<uuid:bond>/cards/", card_views.all_cards, name="cards"),
    path("bonds/<uuid:bond>/cards/write/", drafted(card_views.write_card), name="write_card"),
    path(
        "bonds/<uuid:bond>/cards/write/<slug:card>/",
        drafted(card_views.write_card),
        name="edit_card",
    ),
    path(
        "bonds/<uuid:bond>/cards/write/<slug:card>/tear-up/",
        card_views.tear_up_card,
        name="tear_up_card",
    ),
    path(
        "bonds/<uuid:bond>/cards/favourites/<slug:card>/remove/",
        card_views.no_favourite,
        name="no_favourite",
    ),
    path("bonds/<uuid:bond>/cards/<slug:deck>/", card_views.deck, name="deck"),
    path("bonds/<uuid:bond>/journal/", bond_journal_views.bond_journal, name="bond_journal"),
    path(
        "bonds/<uuid:bond>/journal/write/",
        drafted(bond_journal_views.write_together),
        name="write_together",
    ),
    path(
        "bonds/<uuid:bond>/journal/ask/",
        drafted(bond_journal_views.leave_prompt),
        name="leave_prompt",
    ),
    path(
        "bonds/<uuid:bond>/journal/asked/<uuid:keep>/",
        drafted(bond_journal_views.answer_prompt),
        name="answer_prompt",
    ),
    path(
        "bonds/<uuid:bond>/journal/asked/<uuid:keep>/put-aside/",
        bond_journal_views.put_aside,
        name="put_aside",
    ),
    path("journal/", journal_views.journal, name="journal"),
    path("journal/write/", drafted(journal_views.write), name="write_journal"),
    path("journal/question/<slug:card>/", drafted(journal_views.write), name="write_journal_about"),
    path("journal/<uuid:keep>/", drafted(journal_views.entry), name="journal_entry"),
    path("journal/<uuid:keep>/delete/", journal_views.delete_entry, name="delete_entry"),
    path("journal/<uuid:keep>/show/", showing_views.show_page, name="show_page"),
    # copies of what others wrote
    path("kept/", copy_views.kept, name="kept_texts"),
    path("kept/check/", copy_views.check_kept, name="check_kept"),
    path("kept/<uuid:text>/", copy_views.kept_text, name="kept_text"),
    path("kept/<uuid:text>/delete/", copy_views.delete_kept_text, name="delete_kept_text"),
    path("kept/<uuid:text>/words.<str:form>", copy_views.kept_text_file, name="kept_text_file"),
    path("bonds/<uuid:bond>/pause/", pause_views.pause, name="bond_pause"),
    path("bonds/<uuid:bond>/pause/calm/", pause_views.calm, name="pause_calm"),
    path("bonds/<uuid:bond>/pause/longer/", pause_views.longer, name="pause_longer"),
    path("bonds/<uuid:bond>/pause/back/", pause_views.back, name="pause_back"),
    # practices and sittings
    path("practices/", shelf_pages.practices, name="practices"),
    path("practices/for/<slug:situation>/", shelf_pages.for_situation, name="situation"),
    path("practices/<slug:slug>/", shelf_pages.practice, name="practice"),
    path("practices/<slug:slug>/favourite/", shelf_pages.favourite, name="favourite"),
    path("begin/<slug:slug>/", beginning.begin, name="begin"),
    path("sittings/<uuid:sitting>/", sittings.sitting, name="sitting"),
    path("sittings/<uuid:sitting>/add/", sittings.add, name="add"),
    path(
        "sittings/<uuid:sitting>/entries/<uuid:entry>/words/",
        drafted(entry_views.entry_words),
        name="entry_words",
    ),
    path(
        "sittings/<uuid:sitting>/entries/<uuid:entry>/show/",
        entry_views.show_entry,
        name="show_entry",
    ),
    path(
        "sittings/<uuid:sitting>/entries/<uuid:entry>/remove/",
        entry_views.take_entry_back,
        name="take_entry_back",
    ),
    path(
        "sittings/<uuid:sitting>/entries/<uuid:entry>/copy/",
        entry_copy_views.keep_entry,
        name="keep_entry",
    ),
    path("sittings/<uuid:sitting>/pause/", resting.pause, name="pause"),
    path("sittings/<uuid:sitting>/stop/", resting.stop, name="stop"),
    path("sittings/<uuid:sitting>/pass/", resting.let_pass, name="let_pass"),
    # telling phones that something moved
    path("live/", live.stream, name="live"),
    path("live/clock/", live.clock, name="live_clock"),
    path("live/moved/", standing.moved, name="live_moved"),
    path("drafts/", draft_views.keep_draft, name="keep_draft"),
    path("drafts/<uuid:draft>/discard/", draft_views.discard_draft, name="discard_draft"),
    # photos
    path("photos/", photos.photos, name="photos"),
    path("photos/<uuid:photo>/", photos.photo, name="photo"),
    path("photos/<uuid:photo>/large/", photos.photo_large, name="photo_large"),
    path("photos/<uuid:photo>/small/", photos.photo_small, name="photo_small"),
    path("photos/<uuid:photo>/withdraw/", photos.withdraw_photo, name="withdraw_photo"),
    # rhythm
    path("rhythm/", rhythm.rhythm, name="rhythm"),
    path("rhythm/add/", rhythm.add, name="add_rhythm"),
    path("rhythm/times/", peace_views.times, name="rhythm_times"),
    path("rhythm/pause/", peace_views.pause_all, name="pause_all"),
    path("rhythm/feed/", feed_views.rhythm_feed, name="rhythm_feed"),
    path("rhythm/feed/<str:token>.ics", feed_views.feed, name="feed"),
    path("rhythm/<uuid:row>/", rhythm.change, name="change_rhythm"),
    path("rhythm/<uuid:row>/remove/", rhythm.remove, name="remove_rhythm"),
    path("rhythm/<uuid:row>/not-today/", rhythm.not_today, name="not_today"),
    path("bonds/<uuid:bond>/mute/", peace_views.mute_bond, name="mute_bond"),
    # alone
    path("gym/", growing.gym, name="gym"),
    path("gym/<slug:id>/", growing.gym_exercise, name="gym_exercise"),
    path("growing/", read_views.growing, name="growing"),
    path("reads/", read_views.all_reads, name="reads"),
    path("reads/<slug:read>/", read_views.read, name="read"),
    path("closeness/", closeness_views.choose, name="closeness"),
    path("closeness/<uuid:bond>/", closeness_views.course, name="closeness_course"),
    path("closeness/<uuid:bond>/now/", closeness_views.look, name="closeness_look"),
    path("closeness/<uuid:bond>/delete/", closeness_views.forget_all, name="forget_closeness"),
    path("closeness/<uuid:bond>/<uuid:check>/delete/", closeness_views.forget, name="forget_check"),
    path("in-the-way/", barrier_views.in_the_way, name="in_the_way"),
    path("in-the-way/how-i-learned/", barrier_views.learned, name="learned"),
    path("in-the-way/how-i-learned/<slug:prompt>/", barrier_views.prompt, name="learned_prompt"),
    path(
        "in-the-way/how-i-learned/<slug:prompt>/delete/",
        barrier_views.unwrite,
        name="unwrite_prompt",
    ),
    path("in-the-way/<slug:barrier>/", barrier_views.barrier, name="barrier"),
    # by which ways notices come
    path("rhythm/notices/", channel_views.notices, name="notices"),
    path("rhythm/notices/here/", channel_views.notices_here, name="notices_here"),
    path("rhythm/notices/mail/", channel_views.notices_mail, name="notices_mail"),
    path("rhythm/notices/code/", channel_views.notices_code, name="notices_code"),
    path("rhythm/notices/try/", channel_views.try_notice, name="try_notice"),
    path(
        "rhythm/notices/<uuid:channel>/remove/", channel_views.remove_notices, name="remove_notices"
    ),
    path("sw.js", channel_views.service_worker, name="service_worker"),
    # safety
    path("help/", help_views.help_page, name="help"),
    path("help/notes/", help_notes.help_notes, name="help_notes"),
    path("help/notes/delete/", help_notes.delete_help_notes, name="delete_help_notes"),
    path("safety/", cutting.safety, name="safety"),
    path("safety/cut/", cutting.cutting(part, end_feed), name="cut_everything"),
    path("trust/", safety.trust, name="trust"),
    path("exit/", safety.leave_quickly, name="exit"),
    path("health/", open_to_all(health), name="health"),
    path("metrics/", metrics, name="metrics"),
]

if settings.DEMO:
    urlpatterns.append(path("demo/<slug:key>/", demo_views.open_view, name="demo"))

handler400 = "nearer.safety.views.bad_request"
handler403 = "nearer.safety.views.refused"
handler404 = "nearer.safety.views.not_found"
handler500 = "nearer.safety.views.error"
