"""Files that come with the package: examples, guides, the template of a site."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
BESIDE = ("guides", "examples")


def shipped(name: str) -> Path:
    """The path of a file or folder that comes with the package, such as "examples/processes".

    Guides and examples lie beside the package in a checkout, and inside it once it is installed. FileNotFoundError if
    there is none of this name.
    """
    found = PACKAGE / name
    if not found.exists() and name.split("/", maxsplit=1)[0] in BESIDE:
        found = PACKAGE.parent / name
    if not found.exists():
        raise FileNotFoundError(f"{name} does not come with this package")
    return found
