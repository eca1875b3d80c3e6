"""What went wrong elsewhere, each with the tests that hold it here. A case whose test is gone fails.

Those of accounts and whoever uses them come first, then those of proposals, votes and what is uploaded.
"""

import ast
from pathlib import Path

import pytest

from demosx.app import create_app
from demosx.config import load_site
from demosx.core.db import db
from demosx.people.errors import WeakPassword
from demosx.people.models import Account
from demosx.people.passwords import check_strength
from tests.commands.calling import ok

TESTS = Path(__file__).parent.parent
CASES = {
    "parallel requests count once (Decidim CVE-2023-47634, CTFd, CONSUL 2415)":
        "threats/test_at_once.py::test_sixty_four_support_and_vote_at_once "
        "scrutiny/test_services.py::test_two_who_decide_at_once_take_one_decision",
    "hidden is hidden everywhere (Decidim CVE-2024-27090, CVE-2023-34090)":
        "test_routes.py::test_what_is_out_of_sight_is_in_no_list "
        "threats/test_lists.py::test_a_question_that_no_list_knows_changes_nothing",
    "no SQL from text (Decidim CVE-2026-45376, CKAN CVE-2026-42031)":
        "threats/test_lists.py::test_sql_is_never_put_together_from_text",
    "stored script in names, roles, browsers, notes, mail (Decidim CVE-2023-51447 and others)":
        "threats/test_hostile_text.py::test_no_screen_does_what_a_text_says "
        "threats/test_hostile_text.py::test_a_letter_holds_hostile_text_as_text_and_no_head_of_its_own",
    "one anonymous request disables CSRF (CKAN CVE-2026-41255); preview without it (Decidim CVE-2023-47635)":
        "test_routes.py::test_no_form_is_taken_without_its_token",
    "session fixation; sessions after a change of rights (CKAN CVE-2025-64100)":
        "threats/test_doors.py::test_a_session_from_before_signing_in_is_nothing_afterwards "
        "people/test_sessions.py::test_a_changed_password_keeps_the_factor_and_ends_the_rest "
        "people/test_sessions.py::test_somebody_elses_change_of_role_ends_their_sessions",
    "an expired invitation accepted by password reset (Decidim CVE-2023-48220)":
        "people/test_accounts.py::test_an_invitation_that_is_over_is_not_renewed_by_asking_for_a_password "
        "identity/test_invitation.py::test_an_invitation_that_is_over_is_refused_everywhere",
    "takeover by an existing id, by spaces or lookalikes (CKAN CVE-2022-43685, CTFd CVE-2020-7245)":
        "threats/test_doors.py::test_a_form_gives_nobody_what_it_does_not_offer "
        "people/test_names.py::test_nicknames_that_read_the_same_are_the_same",
    "Host header in a link (Indico PYSEC-2021-18)":
        "threats/test_doors.py::test_the_host_header_is_in_no_letter_and_no_link",
    "next=javascript:, \\\\host (Indico CVE-2024-45399, Flask-Security PYSEC-2021-123)":
        "core/test_security.py::test_a_path_of_elsewhere_is_no_path_of_this_site "
        "threats/test_doors.py::test_next_leads_nowhere_else "
        "threats/test_planted.py::test_every_step_leads_to_this_site_only",
    "private exports (Decidim CVE-2025-65017, CVE-2026-45377)":
        "privacy/test_pages.py::test_whoever_is_not_signed_in_gets_nothing "
        "privacy/test_pages.py::test_an_old_session_has_to_prove_itself",
    "low roles reach census and templates (Decidim CVE-2026-45415)":
        "test_routes.py::test_everybody_reaches_what_is_theirs_and_nothing_else",
    "an address that somebody types is fetched (Decidim CVE-2026-45573, Indico CVE-2026-25738)":
        "threats/test_lists.py::test_no_address_that_somebody_types_is_fetched",
    "users listed by id (Indico CVE-2025-53640)":
        "test_routes.py::test_nothing_lists_people_by_their_numbers",
    "a shared cache serves one person's page to another (Flask CVE-2023-30861)":
        "threats/test_headers.py::test_no_answer_for_one_person_is_kept_for_another",
    "multipart and memory (Werkzeug CVE-2023-25577, CVE-2023-46136)":
        "threats/test_sizes.py::test_a_body_that_is_too_large_is_413 "
        "threats/test_sizes.py::test_no_route_reads_more_than_the_limit",
    "log injection (CKAN CVE-2024-27097)":
        "threats/test_logs.py::test_nobody_writes_a_line_into_the_log "
        "threats/test_logs.py::test_a_whole_story_leaves_no_person_and_no_secret_in_the_log "
        "threats/test_logs.py::test_what_breaks_tells_the_log_nothing_of_what_was_sent",
    "an unverified mail server (CKAN CVE-2026-41132)":
        "core/test_mail.py::test_a_certificate_that_nobody_vouches_for_is_not_accepted",
    "the first DemosX: passwords stored as typed":
        "threats/test_doors.py::test_no_password_is_kept_as_it_was_typed",
    "the first DemosX: admins at a password of ours":
        "threats/test_register.py::test_nobody_has_a_password_from_us",
    "the first DemosX: X-Forwarded-For believed":
        "threats/test_sizes.py::test_nobody_chooses_the_address_by_which_they_are_counted "
        "stages/test_support_limits.py::test_a_forwarded_address_chooses_nothing",
    "the first DemosX: reset links without expiry":
        "threats/test_doors.py::test_a_reset_link_ends_and_works_once",
    "the first DemosX: blocked accounts sign in":
        "threats/test_doors.py::test_a_blocked_account_is_out_at_once "
        "people/test_sessions.py::test_a_suspension_counts_at_once_everywhere",
    "the first DemosX: CORS *": "threats/test_headers.py::test_another_site_may_read_nothing",
    "the first DemosX: text loses emoji": "threats/test_logs.py::test_an_emoji_comes_back_as_it_was_typed",
    "who has an account can be told from an answer or its time":
        "threats/test_same_answer.py::test_an_answer_does_not_tell_who_has_an_account "
        "threats/test_same_answer.py::test_the_time_of_an_answer_does_not_tell_either",
    "a limit is gone with its store":
        "core/test_limits_in_redis.py::test_without_its_store_a_machine_still_limits_and_uses_it_again",
    "a limit is passed by all who come at once (CTFd 3.8.7)":
        "proposals/test_services.py::test_who_files_many_at_once_files_no_more_than_one_after_the_other "
        "opinions/test_services.py::test_who_says_many_things_at_once_says_no_more",
    "parallel supports, also while proposals are merged":
        "stages/test_support.py::test_one_person_sixty_four_times_at_once_is_one "
        "merging/test_at_once.py::test_supporting_and_withdrawing_while_merging",
    "rules of a vote change after votes (CONSUL 5321)":
        "ballots/test_ballots.py::test_the_choices_stay_after_the_first_vote",
    "anyone accepts for another; an API asks for less (Decidim CVE-2026-40869, CVE-2026-40870)":
        "merging/test_offers.py::test_who_may_offer_what "
        "people/test_api_tokens.py::test_a_token_has_a_part_of_what_its_owner_may",
    "uploads that run script (CKAN PYSEC-2021-841, CVE-2025-24372, Indico CVE-2026-25739)":
        "files/test_kinds.py::test_what_is_refused "
        "files/test_views.py::test_all_else_is_only_saved "
        "files/test_pictures.py::test_a_gif_that_is_a_script_as_well_loses_the_script "
        "files/test_views.py::test_what_is_out_of_sight_is_not_given",
    "stored script in the name of a file (Decidim CVE-2024-32034)":
        "files/test_names.py::test_a_name_loses_what_is_dangerous "
        "files/test_views.py::test_no_name_breaks_a_header_or_a_page",
    "an archive writes anywhere, or is far larger than it says (CTFd 3.8.2)":
        "files/test_kinds.py::test_archives_that_are_refused "
        "files/test_kinds.py::test_a_member_that_lies_about_its_size_ends_with_a_word_and_not_with_memory "
        "intake/test_reading.py::test_what_cannot_be_read_is_refused_in_words",
    "a cell of an export is run by a spreadsheet":
        "core/test_csv_files.py::test_what_a_spreadsheet_would_run_begins_with_an_apostrophe",
    "the first DemosX: uploads keep the client's extension":
        "files/test_names.py::test_a_name_loses_what_is_dangerous",
    "the first DemosX: two first opinions at once count two people":
        "threats/test_at_once.py::test_sixty_four_support_and_vote_at_once",
    "the first DemosX: showing an old opinion moves the newer vote":
        "threats/test_at_once.py::test_hiding_and_showing_an_opinion_moves_no_vote",
    "the first DemosX: deadlines by nightly job":
        "threats/test_at_once.py::test_votes_are_open_by_the_clock_alone "
        "ballots/test_ballots.py::test_no_vote_outside_of_its_days_though_no_tick_ever_ran",
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_case_has_its_tests(case: str) -> None:
    for named in CASES[case].split():
        file, _, test = named.partition("::")
        tree = ast.parse((TESTS / file).read_text("utf-8"))
        there = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        assert test in there, f"{named} is gone: {case}"


def test_nobody_has_a_password_from_us(tmp_path: Path) -> None:
    """The first administrator gets a link; the words that everybody tries first are refused as passwords."""
    ok("init", tmp_path / "city", "--name", "한들시", "--admin", "kim@example.org", "--yes")
    with create_app(load_site(tmp_path / "city")).app_context():
        (admin,) = db.session.scalars(db.select(Account))
        assert admin.email == "kim@example.org" and admin.password_hash is None
        db.engine.dispose()
    for word in ("12345", "admin", "admin1234", "password", "demosx1234", "kim@example.org"):
        with pytest.raises(WeakPassword):
            check_strength(word, "kim@example.org")
