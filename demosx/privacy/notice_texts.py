"""The longer paragraphs of the privacy notice that do not depend on what is kept."""

from flask_babel import gettext as _


def opening(name: str) -> str:
    """What the notice is."""
    return _(
        "%(site)s keeps personal data by the Personal Information Protection Act (PIPA). This notice says, as its "
        "article 30 asks, which data that is, what it is for, and what you can do about it.",
        site=name,
    )


def purposes() -> str:
    """For what data is kept, and for nothing else."""
    return "\n".join((
        "- " + _("To let people join, to let them in, and to write to them"),
        "- " + _("To take in proposals, supports, opinions and votes, and to count each person once"),
        "- " + _("To tell people what becomes of what they take part in"),
        "- " + _("To keep abuse away, and to keep the site safe"),
        "",
        _("We use it for nothing else. If that should change, we ask you before (PIPA art. 18)."),
    ))  # fmt: skip


def no_resident_numbers() -> str:
    """What is never taken."""
    return _(
        "Resident registration numbers are never taken, not even as a hash (PIPA art. 24-2). Real names are not "
        "needed: others see a nickname."
    )


def deletion() -> str:
    """How data goes."""
    return _(
        "What has had its time, or is not needed any more, is deleted from the database within a day, so that it "
        "cannot be brought back; paper is shredded. Copies made for safety are overwritten after [30] days; "
        "where an older copy has to be used, people who have left are forgotten again at once."
    )


def third_parties() -> str:
    """That nobody is given data."""
    return _(
        "Nobody, unless you agree, or a law or a court orders it. What you write under your nickname is public. "
        "Statistics and open data name nobody."
    )


def sensitive() -> str:
    """What political opinions are here, and on what ground they are kept."""
    return _(
        "What you propose, support, say and vote may show political opinions, which the law protects specially (PIPA "
        "art. 23). We keep it only if you agree to that by itself, and you can take that back. It is:"
    )


def sensitive_public() -> str:
    """What of it others see, and how to keep it private (PIPA art. 30 (1) 3-3)."""
    return _(
        "Others see your proposals and opinions under your nickname, and a side only if you choose to show one. "
        "They never see what you support or vote. To keep your opinions private, choose a nickname by which "
        "nobody knows you, show no side, or delete what you have said while the stage is open."
    )


def rights(address: str) -> str:
    """What people can ask for, and where."""
    return "\n".join((
        "- " + _("See and take along everything that is kept of you: %(url)s", url=f"{address}/account/data"),
        "- " + _("Correct your data: %(url)s", url=f"{address}/account"),
        "- " + _("Have it deleted and leave: %(url)s", url=f"{address}/account/leave"),
        "- " + _("Ask us to stop processing it, or take an agreement back"),
        "",
        _("You can also ask the person in charge, by letter, telephone or e-mail; a guardian or somebody with "
          "your written authority can ask for you. We check who asks, and answer within ten days. A refusal says "
          "why, and how you can object."),
    ))  # fmt: skip


def safety(log_days: int) -> str:
    """What protects data (PIPA art. 29)."""
    return "\n".join((
        "- " + _("Rules and people: an internal plan, as few people with access as possible, training once a year"),
        "- " + _("Access: roles with limits; whoever works here shows a second factor"),
        "- " + _("Each look at personal data is noted with its reason, kept for %(days)s days and inspected each month",
                 days=log_days),
        "- " + _("Passwords are kept as hashes of Argon2; links and sessions as hashes; everything travels encrypted"),
        "- " + _("Votes are kept apart from people: the office cannot see who chose what"),
    ))  # fmt: skip


def cookies() -> str:
    """Which cookies there are."""
    return _(
        "The site sets one cookie to keep you signed in, one for the language that you choose, and one by which "
        "it knows a browser in which you have signed in before. It follows nobody, and loads nothing from "
        "others. You can refuse cookies in your browser; then you can read everything, but not sign in."
    )


def remedies() -> str:
    """Whom people can turn to in Korea."""
    return "\n".join((
        "- " + _("Personal Information Dispute Mediation Committee: 1833-6972, www.kopico.go.kr"),
        "- " + _("Personal information infringement report centre (KISA): 118, privacy.kisa.or.kr"),
        "- " + _("Supreme Prosecutors' Office: 1301, www.spo.go.kr"),
        "- " + _("National Police: 182, ecrm.police.go.kr"),
    ))  # fmt: skip
