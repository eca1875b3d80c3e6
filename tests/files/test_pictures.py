"""Pictures are drawn anew: what is seen stays, what they tell beside it goes, and bombs do not go off."""

import io
import time
import tracemalloc

import pytest
from PIL import Image

from demosx.files import pictures
from demosx.files.errors import Broken, Busy, TooManyPixels
from demosx.files.pictures import LARGE, SMALL, Drawn, redraw
from tests.files import making

PIXELS = 50_000_000


def draw(content: bytes, media_type: str = "image/jpeg") -> Drawn:
    """A picture as it would be kept."""
    return redraw(io.BytesIO(content), media_type, PIXELS)


def opened(content: bytes) -> Image.Image:
    """The pixels of a picture that was kept."""
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


def test_a_photograph_loses_what_it_tells_and_stands_upright() -> None:
    drawn = draw(making.photograph())
    assert (drawn.media_type, drawn.width, drawn.height) == ("image/jpeg", 200, 400)
    for content in (drawn.large, drawn.small):
        assert b"SECRET" not in content and b"Exif" not in content and b"ICC_PROFILE" not in content
        picture = opened(content)
        assert not picture.getexif() and set(picture.info) <= {
            "jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"
        }  # fmt: skip
    red, green, _blue = opened(drawn.large).convert("RGB").getpixel((100, 20))  # type: ignore[misc]
    assert red > 200 and green < 60, "what was left is above, once it is turned"


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF", "JPEG"])
def test_every_kind_is_drawn(kind: str) -> None:
    drawn = draw(making.picture(kind), f"image/{kind.lower()}")
    assert (drawn.width, drawn.height) == (80, 60)
    assert opened(drawn.large).size == (80, 60)


def test_words_in_a_png_are_gone() -> None:
    drawn = draw(making.told_png(), "image/png")
    assert not opened(drawn.large).info
    assert b"tEXt" not in drawn.large and b"iTXt" not in drawn.large


def test_large_ones_become_smaller() -> None:
    drawn = draw(making.picture(size=(5000, 3000)))
    assert (drawn.width, drawn.height) == (LARGE, 1200)
    assert opened(drawn.small).size == (SMALL, 384)


def test_what_shines_through_stays_so() -> None:
    made = io.BytesIO()
    Image.new("RGBA", (60, 60), (255, 0, 0, 100)).save(made, "PNG")
    drawn = draw(made.getvalue(), "image/png")
    assert drawn.media_type == "image/png"
    assert opened(drawn.large).getpixel((5, 5)) == (255, 0, 0, 100)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "CMYK", "YCbCr"])
def test_every_way_of_storing_colours(mode: str) -> None:
    kind = "JPEG" if mode in ("CMYK", "YCbCr") else "PNG"
    made = io.BytesIO()
    Image.new(mode, (30, 20), None if mode == "1" else 0).save(made, kind)
    assert draw(made.getvalue(), f"image/{kind.lower()}").width == 30


def test_sixteen_bits_of_grey_are_not_white() -> None:
    made = io.BytesIO()
    Image.new("I;16", (10, 10), 20_000).save(made, "PNG")
    value = opened(draw(made.getvalue(), "image/png").large).convert("L").getpixel((5, 5))
    assert value == 78


def test_of_a_moving_picture_the_first_is_kept() -> None:
    made = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("#f00", "#0f0", "#00f")]
    frames[0].save(made, "GIF", save_all=True, append_images=frames[1:])
    kept = opened(draw(made.getvalue(), "image/gif").large)
    assert getattr(kept, "n_frames", 1) == 1
    assert kept.convert("RGB").getpixel((5, 5)) == (255, 0, 0)


def test_a_gif_that_is_a_script_as_well_loses_the_script() -> None:
    content = making.picture("GIF") + b"/*\n*/=1;alert(document.cookie)//"
    drawn = draw(content, "image/gif")
    assert b"alert" not in drawn.large + drawn.small


def test_bombs_do_not_go_off() -> None:
    tracemalloc.start()
    began = time.perf_counter()
    with pytest.raises(TooManyPixels):
        draw(making.bomb(), "image/png")
    with pytest.raises(TooManyPixels):
        draw(making.bomb(60_001, 1), "image/png")
    assert time.perf_counter() - began < 3
    assert tracemalloc.get_traced_memory()[1] < 60_000_000
    tracemalloc.stop()


def test_a_picture_of_very_many_scans_is_refused_at_once() -> None:
    content = making.scans()
    began = time.perf_counter()
    with pytest.raises(Broken):
        draw(content)
    assert time.perf_counter() - began < 1


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_half_a_picture_is_refused(kind: str) -> None:
    content = making.picture(kind, (600, 600), quality=95)
    for cut in (len(content) // 2, 40, 12):
        with pytest.raises(Broken):
            draw(content[:cut], f"image/{kind.lower()}")


def test_a_picture_of_another_kind_than_its_beginning_is_refused() -> None:
    with pytest.raises(Broken):
        draw(making.picture("PNG"), "image/jpeg")


def test_who_waits_too_long_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "SECONDS", 0.01)
    with pictures._one_at_a_time, pytest.raises(Busy):
        draw(making.picture())
    assert draw(making.picture()).width == 80
