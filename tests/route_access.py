"""Who reaches which page: what `tests/test_routes.py` holds every route to. A new route has to be written down here."""

from tests.small_city import PEOPLE, STAFF

ANYBODY = frozenset({"visitor", *PEOPLE})
SIGNED_IN = frozenset(PEOPLE)
CONFIRMED = SIGNED_IN - {"unconfirmed"}
PROPOSER = frozenset({"proposer"})
OTHERS = CONFIRMED - PROPOSER  # an opinion of one's own is nothing to agree with
RUNNING = frozenset({"operator", "official", "lead"})
DEPARTMENT = frozenset({"officer", "drafter"})  # whose officers they are leads the proposal
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
            people.demo people.demo_sign_in merging.index
        """),
        (SIGNED_IN, """
            people.me people.account people.change people.sign_out_everywhere
        """),
        (CONFIRMED, """
            proposals.new proposals.file support.give support.withdraw deliberations.cast opinions.say opinions.report
        """),
        (OTHERS, "opinions.agree opinions.unagree"),
        (PROPOSER, """
            proposals.edit proposals.edit_form proposals.press proposals.complete
            opinions.edit opinions.edit_form opinions.delete
        """),
        (STAFF, """
            desk.index desk.undated desk.board desk.board_stage desk.duty desk.proposal desk.proposal_history
        """),
        (PRESSING, "desk.press desk.complete"),
        (PRESSING - {"other_officer"}, "deliberation_desk.open_on"),
        (NOTING, "desk.note"),
        (WORKING, "desk.pause desk.resume"),
        (RUNNING, "desk.pause_stage desk.resume_stage desk.hand_over"),
        (frozenset({"official"}), "desk.extend desk.extend_form"),  # whom the file of the city names
        (frozenset(), "desk.extend_stage desk.extend_stage_form"),  # its first stage has a fixed period
        (WORKING, """
            documents.index documents.new documents.add documents.edit documents.change documents.withdraw
            execution_desk.update execution_desk.add_update execution_desk.commitments execution_desk.add_commitment
        """),
        (RUNNING, """
            proposals.hide proposals.show_again desk.arrivals desk.classify desk.assign
            desk.opinions desk.hidden_opinions opinions.hide opinions.show opinions.keep
            review_desk.departments review_desk.assign deliberation_desk.prepare deliberation_desk.write
            merging_desk.choose merging_desk.merge merging_desk.undo merging_desk.unmerge
        """),
        (RUNNING | PANEL, "review_desk.agenda_item review_desk.write_agenda"),
        (PANEL, "review_desk.decision review_desk.decide review_desk.recuse"),
        (PANEL | {"operator", "lead"}, "review_desk.start_round"),
        (DEPARTMENT, "answer_desk.write answer_desk.answer"),
        (LEAD, "desk.override_form desk.override desk.withdraw"),
        (ADMIN, """
            desk.mail desk.send_again people.desk_people people.desk_person people.desk_new_person people.desk_grant
            people.desk_revoke people.desk_suspend people.desk_invite people.desk_departments people.desk_department
            people.desk_change_department people.desk_add_post people.desk_post people.desk_move_holder
        """),
    )
    for endpoint in endpoints.split()
}  # fmt: skip

# What these pages are about is not there in the small city, so that whoever reaches them finds nothing.
NOTHING_THERE = frozenset(
    "people.confirm people.confirm_email people.reset people.demo people.demo_sign_in desk.complete".split()
)

# Who may know that a proposal is there which is not open to everyone.
SEES = {
    "hidden": RUNNING | PROPOSER,
    "hidden_forum": RUNNING | PROPOSER,
    "staff": RUNNING | DEPARTMENT,
}
