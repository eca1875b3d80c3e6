"""Every screen, with somebody who sees it: role and address. Names in braces are numbers of the demonstration city."""

SCREENS = [
    ("visitor", "/"), ("visitor", "/proposals"), ("visitor", "/proposals?q=버스&sort=support"),
    ("visitor", "/proposals?q=없는말없는말"), ("visitor", "/deliberations"), ("visitor", "/deliberations?when=coming"),
    ("visitor", "/deliberations?when=closed"), ("visitor", "/ask"), ("visitor", "/how"), ("visitor", "/results"),
    ("visitor", "/how/rules"), ("visitor", "/how/rules/citizen"), ("visitor", "/how/rules/citizen/2"),
    ("visitor", "/results?show=promises"), ("visitor", "/results?show=late"), ("visitor", "/open/overdue"),
    ("visitor", "/demo"),
    # A proposal wherever it can be.
    ("visitor", "/proposals/{citizen_support_open}"), ("member", "/proposals/{citizen_support_open}"),
    ("operator", "/proposals/{citizen_support_open}"), ("member", "/proposals/{long}"),
    ("member", "/proposals/{hidden}"), ("visitor", "/proposals/{citizen_support_expired}"),
    ("visitor", "/proposals/{citizen_support_withdrawn}"), ("visitor", "/proposals/{citizen_agenda_open}"),
    ("visitor", "/proposals/{citizen_agenda_declined}"), ("visitor", "/proposals/{citizen_agenda_referred}"),
    ("visitor", "/proposals/{citizen_method_open}"), ("visitor", "/proposals/{forum_proposal}"),
    ("visitor", "/proposals/{waiting}"), ("visitor", "/proposals/{citizen_department_reply_open}"),
    ("visitor", "/proposals/{citizen_head_answer_open}"), ("visitor", "/proposals/{citizen_execution_open}"),
    ("visitor", "/proposals/{citizen_execution_carried_out}"), ("visitor", "/proposals/{agency_forum_open}"),
    ("visitor", "/proposals/{agency_department_reply_answered}"),
    ("officer", "/proposals/{agency_draft_open}"), ("operator", "/proposals/{agency_fact_check_open}"),
    ("visitor", "/deliberations/{forum_open}"), ("member", "/deliberations/{forum_open}"),
    ("visitor", "/deliberations/{forum_over}"), ("visitor", "/deliberations/{forum_waiting}"),
    # What a member writes and owns.
    ("member", "/proposals/new"), ("officer", "/proposals/new?process=agency"), ("member", "/proposals/{long}/edit"),
    ("member", "/opinions/{opinion}/edit"), ("member", "/me"), ("member", "/account"), ("officer", "/me"),
    # Coming in.
    ("visitor", "/join"), ("visitor", "/join/sent"), ("visitor", "/confirm/{confirm}"), ("visitor", "/confirm/wrong"),
    ("visitor", "/sign-in"), ("visitor", "/forgot"), ("visitor", "/forgot/sent"), ("visitor", "/reset/{reset}"),
    ("visitor", "/reset/wrong"), ("visitor", "/confirm-email/{email}"), ("visitor", "/confirm-email/wrong"),
    # The desk.
    ("operator", "/desk"), ("officer", "/desk"), ("planner", "/desk"), ("drawn", "/desk"), ("head", "/desk"),
    ("aide", "/desk"), ("lead", "/desk"), ("admin", "/desk"), ("operator", "/desk/arrivals"),
    ("operator", "/desk/board"), ("operator", "/desk/board/citizen/support"), ("operator", "/desk/undated"),
    ("operator", "/desk/mail"), ("operator", "/desk/opinions"), ("operator", "/desk/opinions/hidden"),
    ("operator", "/desk/duties/{department_answer_duty}"), ("officer", "/desk/duties/{department_answer_duty}"),
    ("lead", "/desk/duties/{closed_duty}"), ("lead", "/desk/duties/{report_duty}"),
    ("operator", "/desk/proposals/{citizen_support_open}"), ("planner", "/desk/proposals/{citizen_agenda_open}"),
    ("drawn", "/desk/proposals/{citizen_method_open}"), ("operator", "/desk/proposals/{waiting}"),
    ("operator", "/desk/proposals/{forum_proposal}"), ("head", "/desk/proposals/{citizen_head_answer_open}"),
    ("officer", "/desk/proposals/{department_reply_proposal}"), ("officer", "/desk/proposals/{report_proposal}"),
    ("operator", "/desk/proposals/{agency_fact_check_open}"), ("operator", "/desk/proposals/{hidden}"),
    ("lead", "/desk/proposals/{citizen_execution_carried_out}"), ("aide", "/desk/proposals/{long}"),
    ("operator", "/desk/proposals/{documented}/history"), ("lead", "/desk/proposals/{documented}/override"),
    ("planner", "/desk/proposals/{citizen_agenda_open}/agenda"),
    ("planner", "/desk/proposals/{citizen_agenda_open}/decision"),
    ("operator", "/desk/proposals/{citizen_support_open}/departments"),
    ("operator", "/desk/proposals/{waiting}/deliberation"),
    ("officer", "/desk/proposals/{department_reply_proposal}/answers/department_reply"),
    ("head", "/desk/proposals/{citizen_head_answer_open}/answers/head_answer"),
    ("officer", "/desk/proposals/{report_proposal}/commitments"),
    ("officer", "/desk/proposals/{report_proposal}/updates"),
    ("operator", "/desk/proposals/{documented}/documents"), ("operator", "/desk/proposals/{documented}/documents/new"),
    ("operator", "/desk/proposals/{documented}/documents/{document}"),
    ("admin", "/desk/people"), ("admin", "/desk/people/{person}"), ("admin", "/desk/people/new"),
    ("admin", "/desk/departments"), ("admin", "/desk/departments/{department}"),
    ("admin", "/desk/departments/{department}/posts/{post}"),
    # Refused.
    ("visitor", "/nowhere"), ("visitor", "/proposals/{hidden}"), ("member", "/desk"), ("member", "/nowhere"),
    ("operator", "/desk/proposals/999999"),
]  # fmt: skip
# Forms that come back with what is to be corrected: role, page, and the end of the form's address.
REFUSED = [
    ("visitor", "/join", "/join"), ("visitor", "/sign-in", "/sign-in"), ("visitor", "/forgot", "/forgot"),
    ("visitor", "/reset/{reset}", "{reset}"), ("member", "/proposals/new", "/proposals/new"),
    ("member", "/deliberations/{forum_open}", "/opinions"), ("member", "/account", "/account/password"),
    ("member", "/account", "/account/email"), ("planner", "/desk/proposals/{citizen_agenda_open}/agenda", "/agenda"),
    ("planner", "/desk/proposals/{citizen_agenda_open}", "/decision"),
    ("operator", "/desk/proposals/{waiting}/deliberation", "/deliberation"),
    ("officer", "/desk/proposals/{department_reply_proposal}/answers/department_reply", "/department_reply"),
    ("officer", "/desk/proposals/{report_proposal}/updates", "/updates"),
    ("officer", "/desk/proposals/{report_proposal}/commitments", "/commitments"),
    ("operator", "/desk/proposals/{documented}/documents/new", "/documents/new"),
    ("operator", "/desk/proposals/{citizen_support_open}", "/notes"),
    ("lead", "/desk/proposals/{documented}/override", "/override"),
    ("admin", "/desk/people/new", "/desk/people/new"), ("admin", "/desk/departments", "/desk/departments"),
    ("admin", "/desk/departments/{department}", "/posts"),
]  # fmt: skip
# Errors that say what was kept of a form: every status with a page of its own.
BROKEN = [400, 403, 404, 409, 413, 422, 429, 500, 503]
# Addresses that show no screen: styles, files, and the switch of language, which leads back.
NO_SCREEN = {"how.picture", "rules.file", "theme_tokens", "theme_static", "people.language", "broken"}
