"""Papers on disk (材料): told by their content, stripped of where they were taken, shrunk, kept by hash, sealed.

A photograph of a paper needs to be readable, not large: 20 MB go in, at most 400 KB stay. Location and
camera data (EXIF) are dropped because nobody asked for them (个人信息保护法 第六条).
"""

import hashlib
import io
import os
import warnings
from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from PIL import Image, ImageOps, UnidentifiedImageError

from doudi.people.refusals import PaperRefused
from doudi.vault.files import SealedFolder

MEGABYTE = 1024 * 1024
LARGEST_UPLOAD = 20 * MEGABYTE
LARGEST_PDF = 10 * MEGABYTE
LARGEST_PHOTO = 400 * 1024
LONGEST_SIDE = 2000
SHORTEST_LONG_SIDE = 800
QUALITIES = (80, 70, 60, 50)
MOST_PIXELS = {"image/jpeg": 220_000_000, "image/png": 60_000_000}
JPEG, PNG, PDF, HEIC = "image/jpeg", "image/png", "application/pdf", "image/heic"
SUFFIXES = {".jpg": JPEG, ".jpeg": JPEG, ".png": PNG, ".pdf": PDF, ".heic": HEIC, ".heif": HEIC}
PAPERS = SealedFolder("paper", lambda: Path(settings.PAPERS))
WORDS = {JPEG: "JPEG 照片", PNG: "PNG 图片", PDF: "PDF 文件", HEIC: "HEIC 照片"}


@dataclass(frozen=True)
class Kept:
    """A paper as it is kept."""

    sha256: str
    content_type: str
    bytes: int


def take_in(file: BinaryIO, name: str, size: int | None = None) -> Kept:
    """Check, shrink and keep an upload. Raises PaperRefused in words for the person who sent it."""
    if size is not None and size > LARGEST_UPLOAD:
        raise _too_large(size)
    content = file.read(LARGEST_UPLOAD + 1)
    if len(content) > LARGEST_UPLOAD:
        raise _too_large(size or len(content))
    kind = sniff(content)
    _refuse_wrong_suffix(name, kind)
    if kind == PDF:
        return keep(_checked_pdf(content), PDF)
    return keep(shrunk(content, kind), JPEG)


def keep(content: bytes, content_type: str) -> Kept:
    """Write it once under its hash; a half-written file never carries the name."""
    digest = hashlib.sha256(content).hexdigest()
    path = path_of(digest)
    if path.exists():
        os.utime(path)  # wanted again today: `forget_unclaimed` counts from here
    else:
        PAPERS.write(digest, content)
    return Kept(digest, content_type, len(content))


def path_of(digest: str) -> Path:
    """Where a paper lies."""
    return PAPERS.path(digest)


def content_of(digest: str) -> bytes:
    """What a paper says. Raises CannotOpen when it was altered on disk."""
    return PAPERS.read(digest)


def forget_unclaimed(claimed: Container[str], before: datetime) -> int:
    """Throw away the files that no paper on record claims and nobody has sent since: photographs of a draft that was
    never handed in (个人信息保护法 第十九条), and what was left of a write that broke off. Returns how many."""
    old = [path for path in PAPERS.files() if path.name not in claimed and path.stat().st_mtime < before.timestamp()]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def forget(digests: Iterable[str], claimed: Container[str], before: datetime) -> int:
    """Throw away these files unless a paper on record claims them, or somebody sent the same one a moment ago: that one
    may not be on record yet, and `forget_unclaimed` comes back for it. Returns how many."""
    paths = [path_of(digest) for digest in digests if digest not in claimed]
    old = [path for path in paths if path.exists() and path.stat().st_mtime < before.timestamp()]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def sniff(content: bytes) -> str:
    """What it is by its first bytes, whatever it is called."""
    if not content:
        raise PaperRefused("这个文件是空的,请重新选择。", "file")
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if b"%PDF-" in content[:1024]:
        return PDF
    if content[4:8] == b"ftyp" and content[8:12] in {b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heif"}:
        raise PaperRefused(
            "这是苹果手机的 HEIC 照片,这里打不开。请在手机“设置—相机—格式”里选“兼容性最佳”后重拍,"
            "或者把照片截屏再传。",
            "file",
        )
    raise PaperRefused("这里只收照片(JPEG、PNG)和 PDF。请拍照或另存为 PDF 后再传。", "file")


def _refuse_wrong_suffix(name: str, kind: str) -> None:
    suffix = Path(name).suffix.lower()
    promised = SUFFIXES.get(suffix)
    if promised and promised != kind:
        raise PaperRefused(
            f"文件名是 {suffix},里面却是 {WORDS[kind]}。请核对是不是选错了文件;没选错就把文件名"
            f"改成 {'.pdf' if kind == PDF else '.jpg'} 结尾再传。",
            "file",
        )


def _checked_pdf(content: bytes) -> bytes:
    if len(content) > LARGEST_PDF:
        raise PaperRefused(
            f"PDF 有 {_megabytes(len(content))} MB,最多收 10 MB。请分成几份,或改为拍照。", "file"
        )
    if b"startxref" not in content[-2048:] or b"%%EOF" not in content[-1024:]:
        raise PaperRefused("这份 PDF 不完整,可能没有下载完。请重新下载或改为拍照。", "file")
    if b"/Encrypt" in content:
        raise PaperRefused("这份 PDF 加了密码,打不开。请去掉密码再传,或改为拍照。", "file")
    if any(word in content for word in (b"/JavaScript", b"/Launch", b"/EmbeddedFile")):
        raise PaperRefused("这份 PDF 里带有程序或附件,不能收。请另存为普通 PDF,或改为拍照。", "file")
    return content


def shrunk(content: bytes, kind: str) -> bytes:
    """The photograph upright, without EXIF, small enough."""
    picture = _opened(content, kind)
    side = LONGEST_SIDE
    while True:
        picture.thumbnail((side, side), Image.Resampling.LANCZOS)
        for quality in QUALITIES:
            small = _jpeg(picture, quality)
            if len(small) <= LARGEST_PHOTO:
                return small
        if side <= SHORTEST_LONG_SIDE:
            return small
        side = side * 3 // 4


def _opened(content: bytes, kind: str) -> Image.Image:
    try:
        with warnings.catch_warnings():
            # The size is checked below; Pillow's own warning about large pictures is not an answer for
            # anybody.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=[kind.removeprefix("image/").upper()])
        if picture.width * picture.height > MOST_PIXELS[kind]:
            raise PaperRefused("这张图片的尺寸太大了。请用手机的普通模式重新拍一张。", "file")
        if kind == JPEG:
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        return _on_white(ImageOps.exif_transpose(picture))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        if isinstance(error, PaperRefused):
            raise
        raise PaperRefused("这张照片打不开,可能没有传完整。请重新拍一张再传。", "file") from error


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode in {"RGBA", "LA", "P", "PA"}:
        picture = picture.convert("RGBA")
        white = Image.new("RGB", picture.size, "white")
        white.paste(picture, mask=picture.getchannel("A"))
        return white
    return picture.convert("RGB")


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    # A fresh picture carries no EXIF, no comment, no colour profile of the camera.
    picture.save(out, "JPEG", quality=quality, optimize=True, progressive=True, exif=b"", icc_profile=None)
    return out.getvalue()


def _too_large(size: int) -> PaperRefused:
    return PaperRefused(
        f"这个文件有 {_megabytes(size)} MB,最多收 20 MB。请用手机直接拍照(不要用“原图”)后再传。", "file"
    )


def _megabytes(size: int) -> int:
    return -(-size // MEGABYTE)
