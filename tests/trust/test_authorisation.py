"""Who gets what answer at every address with every method. An address that is not in the table
fails, and what is not yours looks exactly like what is not there."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import resolve, reverse

from nearer import asgi
from nearer.live import door
from nearer.urls import urlpatterns
from nearer.vault import signed_in
from tests.cast import bind, enter
from tests.trust import house as houses
from tests.trust import tables
from tests.trust.house import CANARIES, ROLES, House, Response, body, normal, parameters

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS")

# in: sent to sign in · code: sent to keep the recovery code · ok: sent on after it was done
TABLE = """
#address           methods                  anonymous unsettled stranger pending former other member
today              GET+HEAD                       200  code 200  200  200  200  200
today              POST+PUT+DELETE+OPTIONS        405  405  405  405  405  405  405
join               GET+POST                       200  200  200  200  200  200  200
join               HEAD+PUT+DELETE+OPTIONS        405  405  405  405  405  405  405
sign_in            GET+POST                       200  200  200  200  200  200  200
sign_in            HEAD+PUT+DELETE+OPTIONS        405  405  405  405  405  405  405
second             GET                            in   in   in   in   in   in   in
second             HEAD+PUT+DELETE+OPTIONS        405  405  405  405  405  405  405
second             POST                           401  401  401  401  401  401  401
sign_out           GET+HEAD+PUT+DELETE+OPTIONS    405  405  405  405  405  405  405
sign_out           POST                           ok   ok   ok   ok   ok   ok   ok
recover            GET+POST                       200  200  200  200  200  200  200
recover            HEAD+PUT+DELETE+OPTIONS        405  405  405  405  405  405  405
recovery_code      GET                            in   200  ok   ok   ok   ok   ok
recovery_code      HEAD+PUT+DELETE+OPTIONS        in   405  405  405  405  405  405
recovery_code      POST                           401  422  ok   ok   ok   ok   ok
lost               GET+HEAD                       200  200  200  200  200  200  200
lost               POST+PUT+DELETE+OPTIONS        405  405  405  405  405  405  405
change_password    GET                            in   code 200  200  200  200  200
change_password    HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
change_password    POST                           401  code 200  200  200  200  200
change_address     GET                            in   code 200  200  200  200  200
change_address     HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
change_address     POST                           401  code 422  422  422  422  422
second_step        GET                            in   code 200  200  200  200  200
second_step        POST                           401  code 200  200  200  200  200
second_step        HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
second_app         GET                            in   code 200  200  200  200  200
second_app         POST                           401  code 200  200  200  200  200
second_app         HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
second_keys        GET+HEAD+PUT+DELETE+OPTIONS    in   code 405  405  405  405  405
second_keys        POST                           401  code 422  422  422  422  422
spare_codes        GET                            in   code 200  200  200  200  200
spare_codes        POST                           401  code 200  200  200  200  200
spare_codes        HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
put_aside_news     GET+HEAD+PUT+DELETE+OPTIONS    in   code 405  405  405  405  405
put_aside_news     POST                           401  code ok   ok   ok   ok   ok
new_code           GET                            in   code 200  200  200  200  200
new_code           HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
new_code           POST                           401  code 200  200  200  200  200
safer              GET                            in   code 200  200  200  200  200
safer              HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
safer              POST                           401  code 200  200  200  200  200
you                GET                            in   code 200  200  200  200  200
you                HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
you                POST                           401  code 200  200  200  200  200
coach              GET+HEAD+PUT+DELETE+OPTIONS    in   code 405  405  405  405  405
coach              POST                           401  code ok   ok   ok   ok   ok
gym                GET+HEAD                       in   code 200  200  200  200  200
gym                POST                           401  code 405  405  405  405  405
gym                PUT+DELETE+OPTIONS             in   code 405  405  405  405  405
gym_exercise       GET                            in   code 200  200  200  200  200
gym_exercise       HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
gym_exercise       POST                           401  code 422  422  422  422  422
growing            GET+HEAD                       in   code 200  200  200  200  200
growing            POST                           401  code 405  405  405  405  405
growing            PUT+DELETE+OPTIONS             in   code 405  405  405  405  405
reads              GET+HEAD                       in   code 200  200  200  200  200
reads              POST                           401  code 405  405  405  405  405
reads              PUT+DELETE+OPTIONS             in   code 405  405  405  405  405
read               GET+HEAD                       in   code 200  200  200  200  200
read               POST                           401  code 405  405  405  405  405
read               PUT+DELETE+OPTIONS             in   code 405  405  405  405  405
closeness          GET+HEAD                       in   code 200  200  200  200  200
closeness          POST                           401  code 405  405  405  405  405
closeness          PUT+DELETE+OPTIONS             in   code 405  405  405  405  405
closeness_course   GET+HEAD                       in   code 404  404  404  200  200
closeness_course   POST                           401  code 405  405  405  405  405
closeness_course   PUT+DELETE+OPTIONS             in   code 405  405  405  405  405
closeness_look     GET                            in   code 404  404  404  200  200
closeness_look     HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
closeness_look     POST                           401  code 404  404  404  422  422
forget_closeness   GET+HEAD+PUT+DELETE+OPTIONS    in   code 405  405  405  405  405
forget_closeness   POST                           401  code ok   ok   ok   ok   ok
forget_check       GET+HEAD+PUT+DELETE+OPTIONS    in   code 405  405  405  405  405
forget_check       POST                           401  code 404  404  404  404  ok
in_the_way         GET+HEAD                       in   code 200  200  200  200  200
in_the_way         POST                           401  code 405  405  405  405  405
in_the_way         PUT+DELETE+OPTIONS             in   code 405  405  405  405  405
barrier            GET                            in   code 200  200  200  200  200
barrier            POST                           401  code 200  200  200  200  200
barrier            HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
learned            GET+HEAD                       in   code 200  200  200  200  200
learned            POST                           401  code 405  405  405  405  405
learned            PUT+DELETE+OPTIONS             in   code 405  405  405  405  405
learned_prompt     GET                            in   code 200  200  200  200  200
learned_prompt     HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
learned_prompt     POST                           401  code 422  422  422  422  422
unwrite_prompt     GET+HEAD+PUT+DELETE+OPTIONS    in   code 405  405  405  405  405
unwrite_prompt     POST                           401  code ok   ok   ok   ok   ok
devices            GET                            in   code 200  200  200  200  200
devices            HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
devices            POST                           401  code 405  405  405  405  405
end_device         GET+HEAD+PUT+DELETE+OPTIONS    in   code 405  405  405  405  405
end_device         POST                           401  code 404  404  404  404  ok
together           GET+HEAD                       in   code 200  200  200  200  200
together           POST                           401  code 405  405  405  405  405
together           PUT+DELETE+OPTIONS             in   code 405  405  405  405  405
new_bond           GET                            in   code 200  200  200  200  200
new_bond           HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
new_bond           POST                           401  code 200  200  200  200  200
bond               GET+HEAD                       in   code 404  404  404  200  200
bond               POST                           401  code 405  405  405  405  405
bond               PUT+DELETE+OPTIONS             in   code 405  405  405  405  405
rename_bond        GET                            in   code 404  404  404  200  200
rename_bond        HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
rename_bond        POST                           401  code 404  404  404  200  200
invite             GET                            in   code 404  404  404  200  200
invite             HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
invite             POST                           401  code 404  404  404  ok   ok
invitation         GET+HEAD                       in   code 404  404  404  200  200
invitation         POST                           401  code 405  405  405  405  405
invitation         PUT+DELETE+OPTIONS             in   code 405  405  405  405  405
let_in             GET+HEAD+PUT+DELETE+OPTIONS    in   code 405  405  405  405  405
let_in             POST                           401  code 404  404  404  ok   ok
withdraw           GET+HEAD+PUT+DELETE+OPTIONS    in   code 405  405  405  405  405
withdraw           POST                           401  code 404  404  404  ok   ok
companions         GET                            in   code 404  404  404  200  200
companions         HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
companions         POST                           401  code 404  404  404  200  200
remove_companion   GET+HEAD+PUT+DELETE+OPTIONS    in   code 405  405  405  405  405
remove_companion   POST                           401  code 404  404  404  ok   ok
lost_way           GET                            in   code 404  404  404  200  200
lost_way           HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
lost_way           POST                           401  code 404  404  404  422  422
way_back           GET+HEAD                       in   code 404  404  404  200  200
way_back           POST                           401  code 405  405  405  405  405
way_back           PUT+DELETE+OPTIONS             in   code 405  405  405  405  405
confirm_return     GET+HEAD+PUT+DELETE+OPTIONS    in   code 405  405  405  405  405
confirm_return     POST                           401  code 404  404  404  ok   ok
hand_over          GET+HEAD+PUT+DELETE+OPTIONS    in   code 405  405  405  405  405
hand_over          POST                           401  code 404  404  404  422  422
stop_return        GET+HEAD+PUT+DELETE+OPTIONS    in   code 405  405  405  405  405
stop_return        POST                           401  code 404  404  404  ok   ok
take_along         GET                            in   code 200  200  200  200  200
take_along         HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
take_along         POST                           401  code 200  200  200  200  200
end_account        GET                            in   code 200  200  200  200  200
end_account        HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
end_account        POST                           401  code 200  200  200  200  200
ended              GET+HEAD                       200  200  200  200  200  200  200
ended              POST+PUT+DELETE+OPTIONS        405  405  405  405  405  405  405
own_copies         GET+HEAD                       in   code 200  200  200  200  200
own_copies         POST                           401  code 405  405  405  405  405
own_copies         PUT+DELETE+OPTIONS             in   code 405  405  405  405  405
own_copy           GET+HEAD                       in   code 404  404  404  404  200
own_copy           POST                           401  code 405  405  405  405  405
own_copy           PUT+DELETE+OPTIONS             in   code 405  405  405  405  405
delete_own_copy    GET+HEAD+PUT+DELETE+OPTIONS    in   code 405  405  405  405  405
delete_own_copy    POST                           401  code 404  404  404  404  ok
leave_bond         GET                            in   code 404  404  404  200  200
leave_bond         HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
leave_bond         POST                           401  code 404  404  404  ok   ok
keeps              GET+HEAD                       in   code 404  404  404  200  200
keeps              POST                           401  code 405  405  405  405  405
keeps              PUT+DELETE+OPTIONS             in   code 405  405  405  405  405
delete_keep        GET+HEAD+PUT+DELETE+OPTIONS    in   code 405  405  405  405  405
delete_keep        POST                           401  code 404  404  404  404  ok
promises           GET                            in   code 404  404  404  200  200
promises           HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
promises           POST                           401  code 404  404  404  422  422
promise            GET+HEAD                       in   code 404  404  404  200  200
promise            POST                           401  code 405  405  405  405  405
promise            PUT+DELETE+OPTIONS             in   code 405  405  405  405  405
promise_kept       GET+HEAD+PUT+DELETE+OPTIONS    in   code 405  405  405  405  405
promise_kept       POST                           401  code 404  404  404  404   ok
promise_missed     GET                            in   code 404  404  404  404  200
promise_missed     HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
promise_missed     POST                           401  code 404  404  404  404  422
promise_change     GET                            in   code 404  404  404  404  200
promise_change     HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
promise_change     POST                           401  code 404  404  404  404  422
promise_words      GET                            in   code 404  404  404  404  200
promise_words      HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
promise_words      POST                           401  code 404  404  404  404  422
promise_answer     GET+HEAD+PUT+DELETE+OPTIONS    in   code 405  405  405  405  405
promise_answer     POST                           401  code 404  404  404  ok    ok
dates              GET                            in   code 404  404  404  200  200
dates              HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
dates              POST                           401  code 404  404  404  422  422
date               GET                            in   code 404  404  404  404  200
date               HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
date               POST                           401  code 404  404  404  404  422
jar                GET                            in   code 404  404  404  200  200
jar                HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
jar                POST                           401  code 404  404  404  422  422
slip               GET                            in   code 404  404  404  404  200
slip               HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
slip               POST                           401  code 404  404  404  404  422
little_things      GET                            in   code 404  404  404  200  200
little_things      HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
little_things      POST                           401  code 404  404  404  422  422
little_thing       GET                            in   code 404  404  404  404  200
little_thing       HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
little_thing       POST                           401  code 404  404  404  404  422
topics             GET                            in   code 404  404  404  200  200
topics             HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
topics             POST                           401  code 404  404  404  422  422
topic              GET                            in   code 404  404  404  404  200
topic              HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
topic              POST                           401  code 404  404  404  404  422
little_again       GET+HEAD+PUT+DELETE+OPTIONS    in   code 405  405  405  405  405
little_again       POST                           401  code 404  404  404  ok    ok
ideas              GET+HEAD                       in   code 404  404  404  200  200
ideas              POST                           401  code 405  405  405  405  405
ideas              PUT+DELETE+OPTIONS             in   code 405  405  405  405  405
add_idea           GET                            in   code 404  404  404  200  200
add_idea           HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
add_idea           POST                           401  code 404  404  404  422  422
tick_idea          GET+HEAD+PUT+DELETE+OPTIONS    in   code 405  405  405  405  405
tick_idea          POST                           401  code 404  404  404  ok   ok
remove_idea        GET+HEAD+PUT+DELETE+OPTIONS    in   code 405  405  405  405  405
remove_idea        POST                           401  code 404  404  404  404  ok
plans              GET                            in   code 404  404  404  200  200
plans              HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
plans              POST                           401  code 404  404  404  422  422
plan               GET                            in   code 404  404  404  200  200
plan               HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
plan               POST                           401  code 404  404  404  ok   422
plan_calendar      GET+HEAD                       in   code 404  404  404  200  200
plan_calendar      POST                           401  code 405  405  405  405  405
plan_calendar      PUT+DELETE+OPTIONS             in   code 405  405  405  405  405
plan_became        GET+HEAD+PUT+DELETE+OPTIONS    in   code 405  405  405  405  405
plan_became        POST                           401  code 404  404  404  ok   ok
delete_plan        GET+HEAD+PUT+DELETE+OPTIONS    in   code 405  405  405  405  405
delete_plan        POST                           401  code 404  404  404  404  ok
caring             GET+HEAD                       in   code 404  404  404  200  200
caring             POST                           401  code 405  405  405  405  405
caring             PUT+DELETE+OPTIONS             in   code 405  405  405  405  405
show_caring        GET+HEAD+PUT+DELETE+OPTIONS    in   code 405  405  405  405  405
show_caring        POST                           401  code 404  404  404  ok   ok
way_of_caring      GET                            in   code 404  404  404  200  200
way_of_caring      HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
way_of_caring      POST                           401  code 404  404  404  ok   ok
cards              GET+HEAD                       in   code 404  404  404  200  200
cards              POST                           401  code 405  405  405  405  405
cards              PUT+DELETE+OPTIONS             in   code 405  405  405  405  405
write_card         GET                            in   code 404  404  404  200  200
write_card         HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
write_card         POST                           401  code 404  404  404  422  422
edit_card          GET                            in   code 404  404  404  404  200
edit_card          HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
edit_card          POST                           401  code 404  404  404  404  422
tear_up_card       GET+HEAD+PUT+DELETE+OPTIONS    in   code 405  405  405  405  405
tear_up_card       POST                           401  code 404  404  404  404  ok
no_favourite       GET+HEAD+PUT+DELETE+OPTIONS    in   code 405  405  405  405  405
no_favourite       POST                           401  code 404  404  404  ok   ok
deck               GET                            in   code 404  404  404  200  200
deck               HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
deck               POST                           401  code 404  404  404  ok   ok
bond_journal       GET+HEAD                       in   code 404  404  404  200  200
bond_journal       POST                           401  code 405  405  405  405  405
bond_journal       PUT+DELETE+OPTIONS             in   code 405  405  405  405  405
write_together     GET                            in   code 404  404  404  200  200
write_together     HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
write_together     POST                           401  code 404  404  404  422  422
leave_prompt       GET                            in   code 404  404  404  200  200
leave_prompt       HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
leave_prompt       POST                           401  code 404  404  404  422  422
answer_prompt      GET                            in   code 404  404  404  404  200
answer_prompt      HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
answer_prompt      POST                           401  code 404  404  404  404  422
put_aside          GET+HEAD+PUT+DELETE+OPTIONS    in   code 405  405  405  405  405
put_aside          POST                           401  code 404  404  404  404  ok
journal            GET+HEAD                       in   code 200  200  200  200  200
journal            POST                           401  code 405  405  405  405  405
journal            PUT+DELETE+OPTIONS             in   code 405  405  405  405  405
write_journal      GET                            in   code 200  200  200  200  200
write_journal      HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
write_journal      POST                           401  code 422  422  422  422  422
write_journal_about GET                            in   code 200  200  200  200  200
write_journal_about HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
write_journal_about POST                           401  code 422  422  422  422  422
journal_entry      GET                            in   code 404  404  404  404  200
journal_entry      HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
journal_entry      POST                           401  code 404  404  404  404  422
delete_entry       GET+HEAD+PUT+DELETE+OPTIONS    in   code 405  405  405  405  405
delete_entry       POST                           401  code 404  404  404  404  ok
bond_pause         GET                            in   code 404  404  404  200  200
bond_pause         HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
bond_pause         POST                           401  code 404  404  404  ok   ok
pause_calm         GET+HEAD+PUT+DELETE+OPTIONS    in   code 405  405  405  405  405
pause_calm         POST                           401  code 404  404  404  ok   ok
pause_longer       GET+HEAD+PUT+DELETE+OPTIONS    in   code 405  405  405  405  405
pause_longer       POST                           401  code 404  404  404  ok   ok
pause_back         GET+HEAD+PUT+DELETE+OPTIONS    in   code 405  405  405  405  405
pause_back         POST                           401  code 404  404  404  ok   ok
answer_invitation  GET+POST                       200  code 200  200  200  200  200
answer_invitation  HEAD+PUT+DELETE+OPTIONS        405  405  405  405  405  405  405
practices          GET+HEAD                       in   code 200  200  200  200  200
practices          POST                           401  code 405  405  405  405  405
practices          PUT+DELETE+OPTIONS             in   code 405  405  405  405  405
practice           GET+HEAD                       in   code 200  200  200  200  200
practice           POST                           401  code 405  405  405  405  405
practice           PUT+DELETE+OPTIONS             in   code 405  405  405  405  405
situation          GET+HEAD                       in   code 200  200  200  200  200
situation          POST                           401  code 405  405  405  405  405
situation          PUT+DELETE+OPTIONS             in   code 405  405  405  405  405
favourite          GET+HEAD+PUT+DELETE+OPTIONS    in   code 405  405  405  405  405
favourite          POST                           401  code ok   ok   ok   ok   ok
begin              GET                            in   code 404  404  404  200  200
begin              HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
begin              POST                           401  code 404  404  404  ok   ok
sitting            GET+HEAD                       in   code 404  404  404  404  200
sitting            POST                           401  code 405  405  405  405  405
sitting            PUT+DELETE+OPTIONS             in   code 405  405  405  405  405
add                GET+HEAD+PUT+DELETE+OPTIONS    in   code 405  405  405  405  405
add                POST                           401  code 404  404  404  404  409
stop               GET+HEAD+PUT+DELETE+OPTIONS    in   code 405  405  405  405  405
stop               POST                           401  code 404  404  404  404  ok
pause              GET+HEAD+PUT+DELETE+OPTIONS    in   code 405  405  405  405  405
pause              POST                           401  code 404  404  404  404  ok
let_pass           GET+HEAD+PUT+DELETE+OPTIONS    in   code 405  405  405  405  405
let_pass           POST                           401  code 404  404  404  404  ok
entry_words        GET                            in   code 404  404  404  404  200
entry_words        HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
entry_words        POST                           401  code 404  404  404  404  422
show_entry         GET                            in   code 404  404  404  404  200
show_entry         HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
show_entry         POST                           401  code 404  404  404  404  422
take_entry_back    GET                            in   code 404  404  404  404  200
take_entry_back    HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
take_entry_back    POST                           401  code 404  404  404  404  ok
keep_entry         GET                            in   code 404  404  404  404  200
keep_entry         HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
keep_entry         POST                           401  code 404  404  404  404  ok
show_keep          GET                            in   code 404  404  404  404  200
show_keep          HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
show_keep          POST                           401  code 404  404  404  404  422
keep_keep          GET                            in   code 404  404  404  404  200
keep_keep          HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
keep_keep          POST                           401  code 404  404  404  404  ok
show_page          GET                            in   code 404  404  404  404  200
show_page          HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
show_page          POST                           401  code 404  404  404  404  422
kept_texts         GET+HEAD                       in   code 200  200  200  200  200
kept_texts         POST                           401  code 405  405  405  405  405
kept_texts         PUT+DELETE+OPTIONS             in   code 405  405  405  405  405
check_kept         GET                            in   code 200  200  200  200  200
check_kept         HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
check_kept         POST                           401  code 200  200  200  200  200
kept_text          GET+HEAD                       in   code 404  404  404  404  200
kept_text          POST                           401  code 405  405  405  405  405
kept_text          PUT+DELETE+OPTIONS             in   code 405  405  405  405  405
delete_kept_text   GET+HEAD+PUT+DELETE+OPTIONS    in   code 405  405  405  405  405
delete_kept_text   POST                           401  code 404  404  404  404  ok
kept_text_file     GET+HEAD                       in   code 404  404  404  404  200
kept_text_file     POST                           401  code 405  405  405  405  405
kept_text_file     PUT+DELETE+OPTIONS             in   code 405  405  405  405  405
live               GET                            in   code 200  200  200  200  200
live               HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
live               POST                           401  code 405  405  405  405  405
live_clock         GET                            in   code 200  200  200  200  200
live_clock         HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
live_clock         POST                           401  code 405  405  405  405  405
live_moved         GET                            in   code 200  200  200  200  200
live_moved         HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
live_moved         POST                           401  code 405  405  405  405  405
keep_draft         GET+HEAD+PUT+DELETE+OPTIONS    in   code 405  405  405  405  405
keep_draft         POST                           401  code 400  400  400  400  400
discard_draft      GET+HEAD+PUT+DELETE+OPTIONS    in   code 405  405  405  405  405
discard_draft      POST                           401  code 404  404  404  404  ok
photos             GET+HEAD                       in   code 200  200  200  200  200
photos             POST                           401  code 405  405  405  405  405
photos             PUT+DELETE+OPTIONS             in   code 405  405  405  405  405
photo              GET+HEAD                       in   code 404  404  404  404  200
photo              POST                           401  code 405  405  405  405  405
photo              PUT+DELETE+OPTIONS             in   code 405  405  405  405  405
photo_large        GET+HEAD                       in   code 404  404  404  404  200
photo_large        POST                           401  code 405  405  405  405  405
photo_large        PUT+DELETE+OPTIONS             in   code 405  405  405  405  405
photo_small        GET+HEAD                       in   code 404  404  404  404  200
photo_small        POST                           401  code 405  405  405  405  405
photo_small        PUT+DELETE+OPTIONS             in   code 405  405  405  405  405
withdraw_photo     GET                            in   code 404  404  404  404  200
withdraw_photo     HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
withdraw_photo     POST                           401  code 404  404  404  404  ok
rhythm             GET+HEAD                       in   code 200  200  200  200  200
rhythm             POST                           401  code 405  405  405  405  405
rhythm             PUT+DELETE+OPTIONS             in   code 405  405  405  405  405
add_rhythm         GET                            in   code 200  200  200  200  200
add_rhythm         HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
add_rhythm         POST                           401  code 422  422  422  200  200
rhythm_times       GET                            in   code 200  200  200  200  200
rhythm_times       HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
rhythm_times       POST                           401  code 422  422  422  422  422
pause_all          GET                            in   code 200  200  200  200  200
pause_all          HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
pause_all          POST                           401  code 422  422  422  422  422
rhythm_feed        GET                            in   code 200  200  200  200  200
rhythm_feed        HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
rhythm_feed        POST                           401  code 200  200  200  200  200
feed               GET+HEAD                       200  200  200  200  200  200  200
feed               POST+PUT+DELETE+OPTIONS        405  405  405  405  405  405  405
change_rhythm      GET                            in   code 404  404  404  404  200
change_rhythm      HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
change_rhythm      POST                           401  code 404  404  404  404  422
remove_rhythm      GET+HEAD+PUT+DELETE+OPTIONS    in   code 405  405  405  405  405
remove_rhythm      POST                           401  code ok   ok   ok   ok   ok
not_today          GET+HEAD+PUT+DELETE+OPTIONS    in   code 405  405  405  405  405
not_today          POST                           401  code ok   ok   ok   ok   ok
mute_bond          GET                            in   code 404  404  404  200  200
mute_bond          HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
mute_bond          POST                           401  code 404  404  404  422  422
zone               GET                            in   code 200  200  200  200  200
zone               HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
zone               POST                           401  code 422  422  422  422  422
offered_zone       GET+HEAD+PUT+DELETE+OPTIONS    in   code 405  405  405  405  405
offered_zone       POST                           401  code ok   ok   ok   ok   ok
help               GET+HEAD                       200  200  200  200  200  200  200
help               POST+PUT+DELETE+OPTIONS        405  405  405  405  405  405  405
help_notes         GET                            in   code 200  200  200  200  200
help_notes         HEAD+PUT+DELETE+OPTIONS        in   code 405  405  405  405  405
help_notes         POST                           401  code 422  422  422  422  422
delete_help_notes  GET+HEAD+PUT+DELETE+OPTIONS    in   code 405  405  405  405  405
delete_help_notes  POST                           401  code ok   ok   ok   ok   ok
safety             GET+HEAD                       in   code 200  200  200  200  200
safety             POST                           401  code 405  405  405  405  405
safety             PUT+DELETE+OPTIONS             in   code 405  405  405  405  405
cut_everything     GET+HEAD+PUT+DELETE+OPTIONS    in   code 405  405  405  405  405
cut_everything     POST                           401  code ok   ok   ok   ok   ok
trust              GET+HEAD                       200  200  200  200  200  200  200
trust              POST+PUT+DELETE+OPTIONS        405  405  405  405  405  405  405
exit               GET+HEAD+PUT+DELETE+OPTIONS    405  405  405  405  405  405  405
exit               POST                           303  303  303  303  303  303  303
notices            GET+HEAD                       in   code 200  200  200  200  200
notices            POST                           401  code 405  405  405  405  405
notices            PUT+DELETE+OPTIONS             in   code 405  405  405  405  405
notices_here       GET+HEAD+PUT+DELETE+OPTIONS    in   code 405  405  405  405  405
notices_here       POST                           401  code 422  422  422  422  422
notices_mail       GET+HEAD+PUT+DELETE+OPTIONS    in   code 405  405  405  405  405
notices_mail       POST                           401  code ok   ok   ok   ok   ok
notices_code       GET+HEAD+PUT+DELETE+OPTIONS    in   code 405  405  405  405  405
notices_code       POST                           401  code 422  422  422  422  422
try_notice         GET+HEAD+PUT+DELETE+OPTIONS    in   code 405  405  405  405  405
try_notice         POST                           401  code ok   ok   ok   ok   ok
remove_notices     GET+HEAD+PUT+DELETE+OPTIONS    in   code 405  405  405  405  405
remove_notices     POST                           401  code ok   ok   ok   ok   ok
service_worker     GET+HEAD                       200  200  200  200  200  200  200
service_worker     POST+PUT+DELETE+OPTIONS        405  405  405  405  405  405  405
health             GET+HEAD                       200  200  200  200  200  200  200
health             POST+PUT+DELETE+OPTIONS        405  405  405  405  405  405  405
metrics            GET+HEAD                       404  404  404  404  404  404  404
metrics            POST+PUT+DELETE+OPTIONS        405  405  405  405  405  405  405
"""

Expected = dict[tuple[str, str], dict[str, str]]


def expected() -> Expected:
    """(address, method) -> role -> outcome."""
    made: Expected = {}
    for line in TABLE.strip().splitlines()[1:]:
        name, methods, *outcomes = line.split()
        assert len(outcomes) == len(ROLES), line
        for method in methods.split("+"):
            assert (name, method) not in made, line
            made[name, method] = dict(zip(ROLES, outcomes, strict=True))
    return made


def outcome(response: Response) -> str:
    if response.status_code != 302:
        return str(response.status_code)
    where = response["Location"]
    if where.startswith(reverse("sign_in")) and "out" not in where:
        return "in"
    return "code" if where.startswith(reverse("recovery_code")) else "ok"


@pytest.fixture
def house(server_mark: None, monkeypatch: pytest.MonkeyPatch) -> House:
    # Asking at every address takes a busy machine longer than a password that was given holds.
    monkeypatch.setattr(signed_in, "CONFIRMED_FOR", timedelta(hours=2))
    return houses.build()


def ask(house: House, role: str, method: str, path: str) -> Response:
    """One request, of which nothing stays."""
    with transaction.atomic():
        response: Response = house.client(role).generic(
            method, path, b"", "application/x-www-form-urlencoded"
        )
        transaction.set_rollback(True)
    return response


def everything(house: House) -> Iterator[tuple[str, str, str, Response]]:
    """Every address with every method from every role: name, method, role, response."""
    for name in parameters():
        for method in METHODS:
            for role in ROLES:
                yield name, method, role, ask(house, role, method, house.path(name))


def unclassified(names: set[str], table: Expected) -> set[tuple[str, str]]:
    return {(name, method) for name in names for method in METHODS if (name, method) not in table}


def test_every_address_and_method_is_in_the_table() -> None:
    assert unclassified(set(parameters()), expected()) == set()
    assert {name for name, _ in expected()} == set(parameters())


def test_a_new_address_would_be_noticed() -> None:
    assert unclassified({"today", "albums"}, expected()) == {("albums", m) for m in METHODS}


def test_the_doors_of_the_demo_are_not_there_unless_it_runs() -> None:
    assert "demo" not in {pattern.name for pattern in urlpatterns}


def test_everybody_gets_what_the_table_says_and_nobody_sees_what_is_not_theirs(
    house: House,
) -> None:
    table, wrong, leaks, asked = expected(), [], [], 0
    for name, method, role, response in everything(house):
        asked += 1
        if outcome(response) != table[name, method][role]:
            wrong.append((name, method, role, outcome(response), table[name, method][role]))
        leaks += leaked(house, role, response, name, method)

    assert asked == len(parameters()) * len(METHODS) * len(ROLES)
    assert wrong == []
    assert leaks == []


def leaked(house: House, role: str, response: Response, *where: str) -> list[tuple[str, ...]]:
    """Canaries, and codes of invitations, in an answer to somebody who must not see them."""
    text = body(response) + repr(sorted(response.items()))
    found = [word for word, seers in CANARIES.values() if role not in seers and word in text]
    if role not in {"member", "other"}:
        found += [code for code in house.codes if code in text or code.replace("-", "") in text]
        found += [code for code in house.codes if all(part in text for part in code.split("-"))]
    return [(word, role, *where) for word in found]


def test_every_canary_is_shown_to_whoever_may_see_it(house: House) -> None:
    """Otherwise their absence elsewhere would say nothing."""
    client = house.client("member")
    pages = [house.path(name) for name in ("today", "bond", "companions", "invitation", "devices")]
    pages += [f"/sittings/{one.pk}/" for one in (house.circle, house.alone, house.told)]
    pages += [house.path(name) for name in ("closeness_course", "learned_prompt")]
    pages += [house.path(n) for n in ("photo", "help_notes", "notices", "own_copy")]
    pages += [
        house.path(n) for n in ("plans", "add_idea", "ideas", "cards", "journal", "bond_journal")
    ]
    drawers = ("promises", "dates", "jar", "little_things", "topics")
    pages += [house.path(name) for name in drawers]
    text = "".join(body(client.get(path)) for path in pages)

    shown = {name for name, (word, _) in CANARIES.items() if word in text}
    assert shown == CANARIES.keys()
    assert leaked(house, "stranger", client.get(house.path("bond")))


def test_what_is_not_yours_looks_like_what_is_not_there(house: House) -> None:
    table, compared = expected(), 0
    for (name, method), outcomes in table.items():
        nothing = house.paths_to_nothing(name) if method != "OPTIONS" else []
        for role in ("stranger", "pending", "former", "other"):
            if outcomes[role] != "404":
                continue
            there = ask(house, role, method, house.path(name))
            for path in nothing:
                compared += 1
                assert normal(there) == normal(ask(house, role, method, path)), (name, role)
    assert compared > 100


def test_a_difference_between_the_two_would_be_seen(house: House) -> None:
    there = ask(house, "member", "GET", house.path("bond"))
    nothing = ask(house, "member", "GET", house.paths_to_nothing("bond")[0])

    assert normal(there) != normal(nothing)


def test_an_id_of_another_bond_does_not_open_under_an_own_one(house: House) -> None:
    """Each id of an address belongs to the one before it."""
    fay = enter("Fay")
    own = bind(fay, kind="friend", name="Fay alone")
    ours = [name for name, parts in parameters().items() if parts == ["bond", "keep"]]
    for name in ("invitation", "let_in", "withdraw", "remove_companion", *houses.WAYS_BACK, *ours):
        arguments = {**house.arguments(name), "bond": own.pk}
        path = reverse(name, kwargs=arguments)
        for method in ("get", "post"):
            status = getattr(fay.client, method)(path).status_code
            assert status in {404, 405}, (name, method)


def test_no_get_and_no_head_changes_a_row(house: House) -> None:
    but = {"vault_signedin": {"last_used"}}
    for role in ROLES:
        client = house.client(role)
        before = tables.fingerprint(but=but)
        for name in parameters():
            for path in (house.path(name), *house.paths_to_nothing(name)):
                client.get(path)
                client.head(path)
        assert tables.fingerprint(but=but) == before, role


def test_a_post_does_change_rows_so_the_comparison_has_eyes(house: House) -> None:
    before = tables.fingerprint(but={"vault_signedin": {"last_used"}})

    house.client("member").post(house.path("discard_draft"))

    after = tables.fingerprint(but={"vault_signedin": {"last_used"}})
    assert {name for name in after if after[name] != before[name]} == {"sittings_draft"}


def posts() -> list[str]:
    return [name for name, method in expected() if method == "POST"]


def foreign_posts(house: House, name: str, role: str) -> Iterator[tuple[str, Response]]:
    """The ways in which another site would have a browser send this form."""
    client = house.client(role, enforce_csrf_checks=True)
    page = body(client.get(reverse("help")))
    token = page.split('name="csrfmiddlewaretoken" value="', 1)[1].split('"', 1)[0]
    path, good = house.path(name), {"csrfmiddlewaretoken": token}
    other = house.client("other" if role != "other" else "member").get(reverse("help"))
    stolen = body(other).split('name="csrfmiddlewaretoken" value="', 1)[1].split('"', 1)[0]
    yield "no token", client.post(path)
    yield "a made-up token", client.post(path, {"csrfmiddlewaretoken": "a" * 64})
    yield "another session's token", client.post(path, {"csrfmiddlewaretoken": stolen})
    yield (
        "a foreign origin",
        client.post(path, good, headers={"Origin": "https://evil.example"}),
    )
    yield "a null origin", client.post(path, good, headers={"Origin": "null"})
    for site in ("cross-site", "same-site"):
        yield site, client.post(path, good, headers={"Sec-Fetch-Site": site})
    yield (
        "a foreign referrer over https",
        client.post(path, good, headers={"Referer": "https://evil.example/"}, secure=True),
    )


@pytest.mark.parametrize("role", ["anonymous", "member"])
def test_no_form_is_taken_from_another_site(house: House, role: str) -> None:
    before = tables.fingerprint(but={"vault_signedin": {"last_used"}})
    refused = []
    for name in posts():
        for how, response in foreign_posts(house, name, role):
            # The quick exit leads away whatever else is wrong, and does nothing more.
            fine = response.status_code == (303 if name == "exit" else 403)
            assert fine, (name, how, response.status_code)
            assert signed_in.COOKIE not in response.cookies or role == "anonymous", (name, how)
            refused.append((name, how))

    assert len(refused) == len(posts()) * 8
    assert tables.fingerprint(but={"vault_signedin": {"last_used"}}) == before


def test_the_same_forms_are_taken_with_their_own_token(house: House) -> None:
    for name in posts():
        with transaction.atomic():
            client = house.client("member", enforce_csrf_checks=True)
            page = body(client.get(reverse("help")))
            token = page.split('name="csrfmiddlewaretoken" value="', 1)[1].split('"', 1)[0]
            sent = client.post(house.path(name), {"csrfmiddlewaretoken": token})
            transaction.set_rollback(True)
        assert sent.status_code != 403, name


def test_the_servers_door_has_no_address_that_is_not_in_the_table() -> None:
    """Native code keeps streams open; whether somebody gets one, Django says like everything."""
    assert resolve(door.PATH).url_name == "live"
    source = inspect.getsource(door) + inspect.getsource(asgi)
    assert set(re.findall(r'"(/[^"]*)"', source)) == {door.PATH}
