"""What a mail server's answer means: whose fault it is, and whether to ask again."""

from smtplib import SMTPRecipientsRefused, SMTPResponseException, SMTPSenderRefused

# RFC 5321, 4.2.1: a reply of 5yz is final, and 421 closes the channel.
FINAL = 500
CLOSING = 421


def code(error: Exception) -> int | None:
    """Return the server's reply code, or None where it gave none."""
    if isinstance(error, SMTPRecipientsRefused):
        return next(iter(error.recipients.values()))[0]
    return error.smtp_code if isinstance(error, SMTPResponseException) else None


def name(error: Exception) -> str:
    """Return the error's class and code only: its message may hold an address or what a member wrote."""
    return f"{type(error).__name__} {code(error) or ''}".strip()


def is_away(error: Exception) -> bool:
    """Return whether the server takes nothing from us now, this letter or another."""
    return isinstance(error, SMTPSenderRefused) or code(error) == CLOSING


def is_final(error: Exception) -> bool:
    """Return whether the server will never have this letter."""
    return not is_away(error) and (code(error) or 0) >= FINAL


def is_cut_off(error: Exception) -> bool:
    """Return whether the line broke before the server answered: it may have the letter, or not."""
    return isinstance(error, OSError) and code(error) is None
