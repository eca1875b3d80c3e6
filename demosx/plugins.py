"""The contract for extensions. Our own stages are written to it too, so it is always used and always tested.

A distribution offers a plugin under the entry-point group `demosx.plugins`: the name of a `Plugin`. Installed is not
enabled: the site file lists, under `plugins`, what is on.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

from .core.providers import Provider
from .core.text_senders import TextSender
from .process.common_facts import COMMON
from .process.definition import Process, Stage
from .process.explained import Meaning
from .process.fields import KEY
from .process.kinds import FactType, Value

if TYPE_CHECKING:
    import click
    from flask import Blueprint

GROUP = "demosx.plugins"


class Options(BaseModel):
    """Base of a stage kind's options in `[stages.X]`: typed as written, documented, unknown keys refused. A `Meaning`
    in an option's annotation says what it is for, to editors and in the reference page."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


@dataclass(frozen=True)
class Stop:
    """One proposal at one stage: what a stage kind's functions are given.

    `proposal` is the traveller (`demosx.proposals.models.Proposal`), `visit` its stay here
    (`demosx.journey.models.Visit`); `stage` and `process` are the rules it travels by. `shared` is the same for all
    stages on one page: what a kind has loaded for one of them it need not load for the next.
    """

    proposal: Any
    visit: Any
    stage: Stage
    process: Process
    now: datetime
    current: bool = True
    shared: dict[str, Any] = field(default_factory=dict, compare=False)


def no_facts(stop: Stop) -> Mapping[str, Value]:
    """The `measure` of a kind without facts of its own."""
    return {}


def nothing_measured(proposal: Any, now: datetime) -> Mapping[str, Value]:
    """The `measure` of a plugin without facts of its own."""
    return {}


def nothing_to_change(stop: Stop, before: Stage) -> None:
    """The `changed` of a kind that keeps nothing which other rules could concern."""


def nothing_to_foretell(stop: Stop, before: Stage) -> str:
    """The `foretell` of such a kind."""
    return ""


def no_view(stop: Stop) -> Mapping[str, Any]:
    """The view of a kind whose template needs nothing beyond `stop`."""
    return {}


def nothing_to_do(stop: Stop) -> None:
    """The `entered` and `left` of a kind that keeps nothing of its own."""


@dataclass(frozen=True, kw_only=True)
class StageKind:
    """What a `kind` in a process file means.

    `offers`: the actions that `allows` may name. `facts`: what conditions may read beyond the common ones; a name
    that ends in `.*` stands for one per key of the option `choices`. `measure`: their values for one visit, in as few
    queries as possible, since it runs whenever the rules are read. `public_template` and `desk_template` are included
    in the proposal's public page and staff page with what the matching view function returns; they may be empty.
    `entered` and `left` run in the transaction in which a visit begins and ends; `changed` in that in which other rules
    come to hold for one that goes on, with the stage as it was before. `foretell` says in a sentence of the catalogues
    (marked with `N_`) what `changed` would do, for whoever is about to apply rules; it writes nothing. `meaning` says
    what the kind is for, with a stage of it as its example; `meanings` says what its actions and facts are, by their
    names.
    """

    name: str
    options: type[BaseModel] = Options
    offers: frozenset[str] = frozenset()
    facts: Mapping[str, FactType] = field(default_factory=dict)
    measure: Callable[[Stop], Mapping[str, Value]] = no_facts
    public_template: str = ""
    public_view: Callable[[Stop], Mapping[str, Any]] = no_view
    desk_template: str = ""
    desk_view: Callable[[Stop], Mapping[str, Any]] = no_view
    entered: Callable[[Stop], None] = nothing_to_do
    left: Callable[[Stop], None] = nothing_to_do
    changed: Callable[[Stop, Stage], None] = nothing_to_change
    foretell: Callable[[Stop, Stage], str] = nothing_to_foretell
    meaning: Meaning | None = None
    meanings: Mapping[str, Meaning] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Permission:
    """A permission: its word, a sentence for people, the roles that have it, and a check on its subject.

    What is done by a `political` one says something of the opinions of who does it: it takes an agreement to that.
    One that holds `everywhere` concerns the whole site and not one subject: a role that is limited to a department, a
    process or a panel does not give it. Declare so whatever a view asks for without a subject and does not ask again.
    """

    name: str
    sentence: Any
    roles: frozenset[str] = frozenset()
    check: Callable[[Any, Any], bool] | None = None
    political: bool = False
    everywhere: bool = False


@dataclass(frozen=True, kw_only=True)
class Verified:
    """Whom a check has found.

    `identifier`: what one person has and nobody else. It becomes a keyed hash at once and is kept nowhere. `kind` says
    what sort it is, so that checks which know people by the same sort know them as the same: `ci` for the connecting
    information (CI) that Korea's identity services give; without one the check's name. `key` stands in the place of
    an identifier that the site knows by its hash alone. `born_on` and `district` are kept, where the check tells them.
    `by_id` is who of the city's staff stands for it, where somebody does.
    """

    identifier: str = field(default="", repr=False)
    kind: str = ""
    key: str = field(default="", repr=False)
    born_on: date | None = field(default=None, repr=False)
    district: str | None = None
    by_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class CheckField:
    """One line that a check asks for. `kind`: `text`, `date` or `code`."""

    name: str
    label: Any
    hint: Any = ""
    kind: str = "text"
    autocomplete: str = "off"


def nothing_asked() -> Sequence[CheckField]:
    """The `fields` of a check that asks for nothing on our page."""
    return ()


def nobody(given: Mapping[str, str]) -> Verified:
    """The `submit` of a check without fields, and the `finish` of one that sends nobody away."""
    raise NotImplementedError


def always() -> bool:
    """The `offered` of a check that can always be used."""
    return True


@dataclass(frozen=True, kw_only=True)
class VerificationCheck:
    """A way of showing who one is. Of one of three sorts:

    - A form: `fields` are asked for on our page, `submit` gets what was typed, by the fields' names.
    - A service: `start(back, state)` gives the address of the service, to which the person is sent. The service sends
      them to the address `back` by GET, with an answer that it has signed and that holds `state`; `finish(answer,
      state)` gets that answer. It has to refuse what is not signed, too old, or holds another `state`; an answer that
      was good is never asked about twice.
    - Neither: a way of signing in hands over what it knows (`verification.services.verify`).

    All three are called while no transaction is open, since a service may be slow: the first query of theirs begins it.
    `submit` and `finish` raise a `DomainError` that says what to do, such as `NobodyFound` of `verification.errors`.
    `name` is what the site file lists; `explain` says in a sentence or two how it goes; `kept` what is kept beside the
    hash, and where. `knows_by` is the `kind` of its identifiers, for whoever sets up a site: with checks that know
    people by different ones, one person could be verified once by each. `offered` says whether it can be used now.
    """

    name: str
    label: Any
    explain: Any
    kept: Any = ""
    knows_by: str = ""
    fields: Callable[[], Sequence[CheckField]] = nothing_asked
    submit: Callable[[Mapping[str, str]], Verified] = nobody
    start: Callable[[str, str], str] | None = None
    finish: Callable[[Mapping[str, str], str], Verified] | None = None
    offered: Callable[[], bool] = always


@dataclass(frozen=True, kw_only=True)
class Plugin:
    """What a distribution adds. Every part is optional.

    `templates`, `translations`, `migrations` and `static` are folders. Migrations are an Alembic branch of their own,
    labelled with the plugin's name. `facts`: what conditions may read of every proposal, whatever its stage, under
    simple names that nothing else has. `measure(proposal, now)`: their values, in as few queries as possible, since it
    runs whenever rules are read that name one of them; what it leaves out is not there yet. `sign_in`: providers; each
    is offered where the site file has a client id for its key under `[sign_in.others]`. `senders`: services that send
    text messages; a site names the one it uses under `[notifications] text_sender`.
    """

    name: str
    stage_kinds: Sequence[StageKind] = ()
    blueprints: Sequence["Blueprint"] = ()
    commands: Sequence["click.Command"] = ()
    permissions: Sequence[Permission] = ()
    sign_in: Sequence[Provider] = ()
    checks: Sequence[VerificationCheck] = ()
    senders: Sequence[TextSender] = ()
    facts: Mapping[str, FactType] = field(default_factory=dict)
    measure: Callable[[Any, datetime], Mapping[str, Value]] = nothing_measured
    templates: Path | None = None
    translations: Path | None = None
    migrations: Path | None = None
    setup: Callable[[Any], None] | None = None


class PluginMissing(Exception):
    """The site file lists a plugin that is not installed."""


@dataclass
class Registry:
    """The plugins that are on, the stage kinds they bring, the facts that they measure for every proposal, and the
    checks of who somebody is."""

    plugins: list[Plugin] = field(default_factory=list)
    kinds: dict[str, StageKind] = field(default_factory=dict)
    facts: dict[str, FactType] = field(default_factory=dict)
    checks: dict[str, VerificationCheck] = field(default_factory=dict)

    def add(self, plugin: Plugin) -> None:
        """Take a plugin in. Two that bring the same name, kind, fact or check cannot both be on."""
        if any(known.name == plugin.name for known in self.plugins):
            raise ValueError(f"two plugins are called {plugin.name}")
        for kind in plugin.stage_kinds:
            if kind.name in self.kinds:
                raise ValueError(
                    f"plugin {plugin.name} brings the stage kind {kind.name}, which exists already"
                )
        for check in plugin.checks:
            if check.name in self.checks:
                raise ValueError(f"plugin {plugin.name} brings the check {check.name}, which exists already")
        self._check_facts(plugin)
        self.plugins.append(plugin)
        self.checks.update({check.name: check for check in plugin.checks})
        self.kinds.update({kind.name: kind for kind in plugin.stage_kinds})
        self.facts.update(plugin.facts)

    def _check_facts(self, plugin: Plugin) -> None:
        """A fact of a plugin has a simple name that nothing else has: no common fact, no stage kind, no plugin."""
        kinds = (*self.kinds.values(), *plugin.stage_kinds)
        measured = {_head(name) for kind in kinds for name in kind.facts}
        taken = measured | {_head(fact.name) for fact in COMMON} | self.facts.keys()
        for name in plugin.facts:
            if not KEY.fullmatch(name):
                raise ValueError(
                    f"plugin {plugin.name}: {name!r} cannot be a fact; write small letters, digits, _"
                )
            if name in taken:
                raise ValueError(f"plugin {plugin.name} brings the fact {name}, which exists already")
        hidden = sorted({*self.facts} & {_head(name) for kind in plugin.stage_kinds for name in kind.facts})
        if hidden:
            raise ValueError(f"plugin {plugin.name} brings the fact {hidden[0]}, which exists already")


def _head(name: str) -> str:
    """What stands before the dot of a fact."""
    return name.partition(".")[0]


def installed() -> dict[str, Any]:
    """The entry points of every installed plugin, by name."""
    return {point.name: point for point in entry_points(group=GROUP)}


def load(names: Sequence[str]) -> list[Plugin]:
    """The plugins that a site lists, in its order."""
    available = installed()
    missing = [name for name in names if name not in available]
    if missing:
        known = ", ".join(sorted(available)) or "none"
        raise PluginMissing(f"not installed: {', '.join(missing)} (installed plugins: {known})")
    return [available[name].load() for name in names]
