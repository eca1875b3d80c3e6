"""Where things are in the invented city: the map that was drawn of it, and the places that its proposals are about."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..core.settings_proposals import Map
from ..proposals import site_map
from .texts import city

HERE = Path(__file__).parent
PICTURE = "map.svg"
EDGES = ("north", "south", "west", "east")


@dataclass(frozen=True)
class Spot:
    """A place: what it is called in each language, and its latitude and longitude."""

    names: Mapping[str, str]
    position: tuple[float, float]


def drawn(language: str) -> str:
    """The map with its names in a language."""
    facts = city()
    names = {key: words[language] for key, words in (facts["map"]["words"] | facts["districts"]).items()}
    environment = Environment(loader=FileSystemLoader(HERE), undefined=StrictUndefined, autoescape=True)
    return environment.get_template(PICTURE).render(name=names)


def settings(language: str) -> dict[str, Any]:
    """What a site's settings say of the map."""
    facts = city()["map"]
    return {
        "picture": PICTURE,
        **{edge: facts[edge] for edge in EDGES},
        "credit": facts["credit"][language],
    }


def spots() -> dict[str, Spot]:
    """The places by their keys, where they stand on the map as it was drawn."""
    facts = city()
    edges = Map(**{edge: facts["map"][edge] for edge in EDGES})
    high = site_map.high(edges=edges)
    found = {}
    for key, words in facts["places"].items():
        across, down = words.pop("at")
        north = edges.north - down / high * (edges.north - edges.south)
        east = edges.west + across / site_map.WIDE * (edges.east - edges.west)
        found[key] = Spot(words, (round(north, 5), round(east, 5)))
    return found
