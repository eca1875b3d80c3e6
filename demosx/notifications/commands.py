"""`demosx push-key`: a key for web push, for a site that was made without one."""

import click

from ..core.push_keys import new_key
from ..core.terminal import _
from .push import installed


@click.command("push-key", help=_("Make a key for web push."))
def push_key() -> None:
    """Print the line for data/secrets.toml. A second key makes every browser ask again, so nothing is overwritten."""
    click.echo(_("Put this line into data/secrets.toml, and push_subject = \"mailto:…\" under [notifications] into "
                 "demosx.toml:"), err=True)  # fmt: skip
    click.echo(f'push_key = "{new_key()}"')
    if not installed():
        click.echo(_('Web push also needs: pip install "demosx[push]"'), err=True)
