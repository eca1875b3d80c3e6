"""Whether a way to reach somebody is an e-mail address."""

from email_validator import EmailNotValidError, validate_email


def address_in(contact: str) -> str:
    """The e-mail address that a contact is; empty for a telephone number or anything else."""
    try:
        return validate_email(contact, check_deliverability=False).normalized
    except EmailNotValidError:
        return ""
