"""Who reaches which page: what `tests/test_routes.py` holds every route to. A new route has to be written down here."""

from tests.small_city import PEOPLE, STAFF

ANYBODY = frozenset({"visitor", *PEOPLE})
SIGNED_IN = frozenset(PEOPLE)
CONFIRMED = SIGNED_IN - {"unconfirmed"}
PROPOSER = frozenset({"proposer"})
OTHERS = CONFIRMED - PROPOSER  # an opinion of one's own is nothing to agree with
RUNNING = frozenset({"operator", "official", "lead"})
DEPARTMENT = frozenset({"officer", "drafter"})  # whose officers they are leads the proposal
OFFICERS = DEPARTMENT | {"other_officer"}
WORKING = RUNNING | DEPARTMENT
NOTING = WORKING | {"planner", "aide"}
PRESSING = STAFF - {"admin"}
PANEL = frozenset({"planner"})
LEAD = frozenset({"lead"})
ADMIN = frozenset({"admin"})

# On an open proposal that the department of transport leads; reviews on one that is before the planning panel.
ACCESS: dict[str, frozenset[str]] = {
    endpoint: people
    for people, endpoints in (
        (ANYBODY, """
            home.index how.index how.picture rules.index rules.process rules.version rules.file
            ask.index results.index overdue.index overdue.moved theme_static theme_tokens
            proposals.index proposals.show deliberations.index deliberations.show
            people.sign_in people.sign_out people.join people.join_sent people.language
            people.forgot people.forgot_sent people.reset people.confirm people.confirm_again people.confirm_email
            people.demo people.demo_sign_in people.not_now merging.index
            notifications.unsubscribe notifications.unsubscribe_now notifications.push_worker
            identity.passkey identity.leave identity.callback identity.both
            people.ask_link people.link_sent people.sign_in_link people.arrive people.arrive_by_link
            consent.terms consent.terms_of consent.privacy consent.privacy_of
            people.guardian people.guardian_answered
            claims.ask intake.ready intake.worker
            proposals.versions_page proposals.invitation
            proposals.card proposals.poster files.show files.small files.describe files.move files.remove
            proposals.keep_draft proposals.discard_draft proposals.similar proposals.map_picture
            events.index events.show events.calendar events.poster events.register events.registration events.take_back
            events.take_back_by_link
            opinions.rules opinions.go opinions.versions opinions.say_form
        """),
        (SIGNED_IN, """
            proposals.remove_addition
            privacy.data privacy.download privacy.leave privacy.leave_now
            people.me people.my_list people.account people.change people.sign_out_everywhere
            identity.ways identity.add_way identity.remove_way identity.end_other_ways
            notifications.inbox notifications.read notifications.read_all notifications.following
            notifications.settings notifications.change_settings notifications.add_browser
            notifications.remove_browser notifications.ask_number notifications.confirm_number
            notifications.remove_number
            verification.choose verification.form verification.submit verification.start verification.back
            consent.agree consent.agreements consent.change
            people.go_on people.awaiting_guardian people.birth_date
            identity.second_factor identity.second_factor_passkey identity.set_up identity.security
            opinions.objection opinions.object_to
            identity.new_passkey identity.rename_passkey identity.drop_passkey identity.drop_app identity.new_codes
            identity.end_session identity.end_other_sessions merge_offers.choose
        """),
        (CONFIRMED, """
            proposals.file support.give support.withdraw deliberations.cast opinions.say opinions.report
            notifications.follow notifications.unfollow claims.find claims.take
            proposals.join_together
        """),
        (ANYBODY - {"unconfirmed"}, "proposals.new proposals.preview"),
        (OTHERS, "opinions.agree opinions.unagree proposals.leave_together"),
        (PROPOSER, "files.upload"),
        (PROPOSER | RUNNING, "files.place"),
        (PROPOSER, """
            merge_offers.offer merge_offers.agree merge_offers.decline merge_offers.take_back
            proposals.edit proposals.edit_form proposals.press proposals.complete
            proposals.addition_form proposals.add proposals.together proposals.invite proposals.take_off
            proposals.receipt proposals.answer_form proposals.answer_supplement
            opinions.edit opinions.edit_form opinions.delete
        """),
        (STAFF, """
            desk.index desk.undated desk.board desk.board_stage desk.duty desk.proposal desk.proposal_history
        """),
        (PRESSING, "desk.press desk.complete"),
        (PRESSING - {"other_officer"}, "deliberation_desk.open_on"),
        (NOTING, "desk.note"),
        (WORKING, "desk.pause desk.resume"),
        # the small city's proposal is a citizen's: nobody prepares its publication
        (frozenset(), "proposals.publication proposals.prepare_publication proposals.add_original"),
        (WORKING, "proposals.supplement_form proposals.ask_supplement proposals.take_back_supplement"),
        (RUNNING, "desk.pause_stage desk.resume_stage desk.hand_over"),
        (frozenset({"official"}), "desk.extend desk.extend_form"),  # whom the file of the city names
        (frozenset(), "desk.extend_stage desk.extend_stage_form"),  # its first stage has a fixed period
        (WORKING, """
            documents.index documents.new documents.add documents.edit documents.change documents.withdraw
            execution_desk.update execution_desk.add_update execution_desk.commitments execution_desk.add_commitment
        """),
        (RUNNING, """
            proposals.remove_version
            proposals.hide proposals.hide_form proposals.show_again desk.arrivals desk.classify desk.assign
            events_desk.index events_desk.new events_desk.create events_desk.event events_desk.edit_form
            events_desk.edit events_desk.publish events_desk.cancel events_desk.notes events_desk.result
            events_desk.attach events_desk.detach events_desk.people events_desk.check_in events_desk.called
            events_desk.take_off events_desk.take_in
            triage.index triage.handle triage.term_list triage.term triage.move_term triage.label_list triage.label
            triage.reply_list triage.reply triage.edit_log
            desk.opinions desk.decide_opinions desk.opinion desk.hidden_opinions opinions.hide opinions.show
            opinions.keep opinions.remove_version review_desk.departments
            review_desk.assign deliberation_desk.prepare deliberation_desk.write
            merging_desk.choose merging_desk.merge merging_desk.undo merging_desk.unmerge
            merge_candidates.index merge_candidates.different
        """),
        (RUNNING | PANEL, "review_desk.agenda_item review_desk.write_agenda"),
        (PANEL, "review_desk.decision review_desk.decide review_desk.recuse"),
        (frozenset({"operator", "lead"}), """
            scrutiny.index scrutiny.finding scrutiny.discount scrutiny.keep scrutiny.proposal scrutiny.undo
        """),
        (PANEL | {"operator", "lead"}, "review_desk.start_round"),
        (DEPARTMENT, "answer_desk.write answer_desk.answer"),
        (RUNNING | OFFICERS, """
            intake.screen intake.save intake.find intake.shell intake.entries intake.form intake.sheets
            intake.template_xlsx intake.template_csv
        """),
        (RUNNING, "intake.entries_file intake.upload"),
        # the small city's were entered at an event of the department of transport
        (WORKING, """
            intake.entry intake.correct intake.remove intake.sheet intake.row intake.take intake.leave intake.reach
        """),
        (frozenset({"official", "admin"}), """
            verification.desk verification.issue verification.find verification.undo_reference
        """),
        (ADMIN, "verification.person verification.undo"),
        (LEAD, "desk.override_form desk.override desk.withdraw"),
        (LEAD | ADMIN, "oversight.looks oversight.looks_file oversight.month oversight.inspect"),
        (STAFF, "people.desk_reason triage.log_list triage.log"),
        (ADMIN, """
            oversight.permissions oversight.permissions_file oversight.why
            identity.desk_factors identity.desk_reset_factors
            privacy.forget privacy.forget_now privacy.retention
            desk.mail desk.send_again desk.job_again
            people.desk_people people.desk_person people.desk_new_person people.desk_grant
            people.desk_revoke people.desk_suspend people.desk_invite people.desk_birth_date
            people.desk_departments people.desk_department
            people.desk_change_department people.desk_add_post people.desk_post people.desk_move_holder
        """),
    )
    for endpoint in endpoints.split()
}  # fmt: skip

# What is taken without the token of a form: what mail programs post (RFC 8058), for whoever has the secret address.
WITHOUT_TOKEN = frozenset({"notifications.unsubscribe_now"})

# What has to be done before a page opens, by whom it concerns.
STEPS = {
    "held_back": "identity.second_factor",
    "not_agreed": "consent.agree",
    "child": "people.awaiting_guardian",
}

# What these pages are about is not there in the small city, so that whoever reaches them finds nothing.
NOTHING_THERE = frozenset(
    "people.desk_birth_date people.guardian proposals.invitation proposals.join_together "
    "files.show files.small files.describe files.move files.remove proposals.map_picture "
    "events.take_back events.registration events.take_back_by_link events_desk.detach "
    "opinions.objection opinions.object_to merge_offers.offer merge_offers.agree merge_offers.decline "
    "merge_offers.take_back "
    "identity.leave identity.callback identity.both identity.add_way identity.remove_way "
    "people.sign_in_link people.arrive people.arrive_by_link "
    "notifications.unsubscribe notifications.unsubscribe_now "
    "people.confirm people.confirm_email people.reset people.demo people.demo_sign_in desk.complete "
    "consent.terms consent.terms_of consent.privacy consent.privacy_of "
    "verification.form verification.submit verification.start verification.back "
    "claims.find claims.take "
    "scrutiny.finding scrutiny.discount scrutiny.keep scrutiny.undo "
    "identity.rename_passkey identity.drop_passkey identity.drop_app identity.new_codes identity.end_session".split()
)

# Who may know that a proposal is there which is not open to everyone.
SEES = {
    "hidden": RUNNING | PROPOSER,
    "hidden_forum": RUNNING | PROPOSER,
    "staff": RUNNING | DEPARTMENT,
}
