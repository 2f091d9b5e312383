"""Pictures are drawn anew: what was hidden in the file (place, camera, appended data) stays behind."""

import warnings
from typing import IO

from PIL import Image, ImageOps

from tenants.base.errors import Refused
from tenants.outside.files.kinds import Kind
from tenants.outside.files.spool import spool

MOST_PIXELS = 60_000_000
LONGEST_EDGE = 4096
FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}
QUALITY = 88

TOO_LARGE = (
    "This picture is too large to open safely (over 60 megapixels). Make it smaller and upload it again."
)
DAMAGED = (
    "This picture is damaged and cannot be opened. Save it again, or take a screenshot, and upload that."
)

warnings.filterwarnings("error", category=Image.DecompressionBombWarning)


def redraw(file: IO[bytes], kind: Kind) -> IO[bytes]:
    try:
        with Image.open(file, formats=(FORMATS[kind.extension],)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused(TOO_LARGE)
            return save(upright(picture), kind)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused(TOO_LARGE) from error
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, OverflowError) as error:
        raise Refused(DAMAGED) from error


def upright(picture: Image.Image) -> Image.Image:
    """Turned as the camera held it, no larger than needed, in plain colours, and with nothing attached."""
    picture.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
    turned = ImageOps.exif_transpose(picture)
    plain = turned.convert("RGBA" if turned.has_transparency_data else "RGB")
    plain.info.clear()
    return plain


def save(picture: Image.Image, kind: Kind) -> IO[bytes]:
    drawn = spool()
    options = {"quality": QUALITY} if kind.extension in {"jpg", "webp"} else {"optimize": False}
    picture.save(drawn, FORMATS[kind.extension], **options)
    drawn.seek(0)
    return drawn
