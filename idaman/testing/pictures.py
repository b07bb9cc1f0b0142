"""Small pictures for tests, as phones and scanners make them."""

import io

from PIL import Image


def picture(kind: str = "PNG", size: tuple[int, int] = (3, 2), **saved) -> bytes:
    """A picture of the kind: red in its upper left corner, blue elsewhere."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, (size[0] + 1) // 2, (size[1] + 1) // 2))
    content = io.BytesIO()
    image.save(content, kind, **saved)
    return content.getvalue()
