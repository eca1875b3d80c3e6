"""The `demosx` command. Each subcommand is loaded when it is used, so that `demosx --help` answers at once."""

import sys
from importlib import import_module

import click

from .core.terminal import _

HERE = "demosx.commands."
# Name: where the command is, and its help in one line, which a test compares with the command's own.
COMMANDS = {
    "init": (HERE + "init:init", _("Make a new site in a folder.")),
    "demo": (HERE + "demo:demo", _("Make a filled demonstration city in a folder.")),
    "run": (HERE + "run:run", _("Serve the site on this machine, for trying it out.")),
    "serve": (HERE + "serve:serve", _("Serve the site for real, with several workers.")),
    "check": (HERE + "check:check", _("Check the site's settings and all its rules.")),
    "process": (HERE + "process:process", _("Check, draw, rehearse, apply and show the rules of a process.")),
    "tick": (HERE + "tick:tick", _("Do what the calendar has made due, and send mail.")),
    "worker": (HERE + "worker:worker", _("Do the jobs of a site that runs on several machines.")),
    "push-key": ("demosx.notifications.commands:push_key", _("Make a key for web push.")),
    "people": ("demosx.people.commands:people", _("Accounts and roles, for scripts.")),
    "token": (
        "demosx.people.commands_tokens:token",
        _("Tokens by which scripts act for somebody."),
    ),
    "privacy": (
        "demosx.privacy.commands:privacy",
        _("The privacy notice, drafted from what the site keeps."),
    ),
    "verification": (
        "demosx.verification.commands:verification",
        _("Checks of who people are: codes and the list of residents."),
    ),
    "search": ("demosx.proposals.search_commands:search", _("The index in which proposals are found.")),
    "import": ("demosx.opendata.commands:import_group", _("Take in data from elsewhere.")),
    "upgrade": (HERE + "upgrade:upgrade", _("Bring the database up to this version.")),
    "version": (HERE + "version:version", _("Say which version this is.")),
}
# What a group has from rooms above its own.
ADDED = {
    "people": (
        "demosx.identity.commands:reset_factor",
        "demosx.privacy.commands:export",
        "demosx.privacy.commands:forget",
        "demosx.oversight.commands:why",
    )
}


class LazyGroup(click.Group):
    """A group that knows its commands by name, and loads one when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Our commands, in the order in which somebody needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One of ours, or one that a plugin of the site brings."""
        if cmd_name not in COMMANDS:
            return _of_plugin(ctx, cmd_name)
        command = _load(COMMANDS[cmd_name][0])
        if isinstance(command, click.Group):
            for place in ADDED.get(cmd_name, ()):
                command.add_command(_load(place))
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without loading them."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, text) for name, (_place, text) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; what it cannot do is one clear line, not a traceback."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except _failures() as error:
            raise _failure(error) from error


def _load(place: str) -> click.Command:
    """The command at `module:name`."""
    module, _colon, name = place.partition(":")
    command: click.Command = getattr(import_module(module), name)
    return command


@click.group(
    cls=LazyGroup,
    help=_("A city's public square: proposals, deliberation, answers and promises kept."),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--site", metavar="DIR", help=_("The site's folder; else DEMOSX_SITE, else the current folder.")
)
@click.pass_context
def commands(ctx: click.Context, site: str | None) -> None:
    """Remember which site is meant; it is opened when a command needs it."""
    from .commands.opening import Opener

    ctx.obj = Opener(site)


def main() -> None:
    """Run the command and end the process with its result."""
    sys.exit(commands.main(prog_name="demosx"))


def _failures() -> tuple[type[Exception], ...]:
    from .commands.failures import known

    return known()


def _failure(error: Exception) -> click.ClickException:
    from .commands.failures import Failure, explain

    return Failure(explain(error))


def _of_plugin(ctx: click.Context, name: str) -> click.Command | None:
    """A command that a plugin of the chosen site brings; None without a site or such a command."""
    from .commands.opening import Opener
    from .config import NoSite

    try:
        registry = Opener(ctx.params.get("site")).registry()
    except NoSite:
        return None
    every = (command for plugin in registry.plugins for command in plugin.commands)
    return next((command for command in every if command.name == name), None)
