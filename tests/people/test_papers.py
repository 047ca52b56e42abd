"""Papers: told by content, without location, small; what cannot be taken says what to do instead."""

import io
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from doudi.people import actions, reads
from doudi.people.actions import PaperRefused
from doudi.people.models import Paper
from doudi.people.storing import LARGEST_PHOTO, keep, path_of, shrunk
from tests.people.builders import household

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\nstartxref\n9\n%%EOF\n"


def photo(width=400, height=300, kind="JPEG", noise=False, **more):
    picture = Image.frombytes("RGB", (width, height), os.urandom(width * height * 3)) if noise else Image.new(
        "RGB", (width, height), "white")
    out = io.BytesIO()
    picture.save(out, kind, **more)
    return out.getvalue()


def with_gps():
    exif = Image.Exif()
    exif[0x0110] = "SecretPhone"
    exif.get_ifd(0x8825)[2] = (35.0, 24.0, 0.0)
    exif[0x0112] = 6
    return photo(exif=exif.tobytes())


def test_location_and_camera_are_dropped_and_the_picture_stands_upright():
    content = with_gps()
    assert b"SecretPhone" in content
    kept = shrunk(content, "image/jpeg")
    with Image.open(io.BytesIO(kept)) as picture:
        assert dict(picture.getexif()) == {}
        assert picture.size == (300, 400)
    assert b"SecretPhone" not in kept


def test_a_large_photograph_becomes_small():
    kept = shrunk(photo(3000, 2200, noise=True, quality=95), "image/jpeg")
    assert len(kept) <= LARGEST_PHOTO
    with Image.open(io.BytesIO(kept)) as picture:
        assert max(picture.size) >= 800


@pytest.mark.django_db
class TestAttaching:
    @pytest.fixture
    def family(self, at):
        return household(at)

    @pytest.fixture
    def attach(self, at, family):
        def attached(content, name="身份证.jpg"):
            return actions.attach_paper(
                household=family, kind="id_card", file=SimpleUploadedFile(name, content), by=None, at=at
            )
        return attached

    def test_a_photograph_is_kept_by_its_hash_and_only_once(self, attach, family, settings):
        papers = {attach(photo()).pk for _ in range(10)}
        assert len(papers) == 1
        paper = Paper.objects.get()
        assert reads.paper_content(paper).startswith(b"\xff\xd8")
        assert [path.name for path in Path(settings.PAPERS).rglob("*") if path.is_file()] == [paper.sha256]

    def test_a_pdf_is_kept_as_it_is(self, attach):
        assert reads.paper_content(attach(PDF, "诊断证明.pdf")) == PDF

    def test_a_transparent_png_becomes_a_photograph_on_white(self, attach):
        out = io.BytesIO()
        Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(out, "PNG")
        with Image.open(io.BytesIO(reads.paper_content(attach(out.getvalue(), "截图.png")))) as kept:
            assert kept.getpixel((10, 10)) == (255, 255, 255)

    @pytest.mark.parametrize(
        ("content", "name", "words"),
        [
            (PDF, "诊断证明.jpg", "里面却是 PDF"),
            (photo(), "诊断证明.pdf", "里面却是 JPEG"),
            (b"", "x.jpg", "空的"),
            (b"MZ\x90" + bytes(100), "x.jpg", "只收照片"),
            (b"\0\0\0\x18ftypheic" + bytes(99), "a.heic", "兼容性最佳"),
            (photo()[:200], "x.jpg", "打不开"),
            (PDF[:20], "x.pdf", "不完整"),
            (PDF.replace(b"trailer<<", b"trailer<</Encrypt 5 0 R"), "x.pdf", "密码"),
            (PDF.replace(b"obj<<", b"obj<</S/JavaScript"), "x.pdf", "程序"),
            (bytes(21 * 1024 * 1024), "x.jpg", "21 MB"),
        ],
    )
    def test_what_cannot_be_taken_says_why_and_what_to_do(self, attach, content, name, words):
        with pytest.raises(PaperRefused, match=words):
            attach(content, name)
        assert not Paper.objects.exists()

    def test_a_photograph_of_40_mb_is_refused_before_it_is_read(self, at, family):
        class Forty(io.BytesIO):
            size, name = 40 * 1024 * 1024, "大照片.jpg"

            def read(self, *_):
                raise AssertionError("read")

        with pytest.raises(PaperRefused, match="40 MB,最多收 20 MB"):
            actions.attach_paper(household=family, kind="id_card", file=Forty(), by=None, at=at)

    def test_a_removed_paper_is_no_longer_shown(self, attach, family, at):
        actions.remove_paper(paper=attach(photo()), by=None, at=at)
        assert not reads.papers(family).exists()
        attach(photo())
        assert reads.papers(family).count() == 1


@pytest.mark.django_db
def test_photographs_of_a_draft_that_was_never_sent_go_after_a_week(at, settings, tmp_path):
    settings.PAPERS = tmp_path
    family = household(at)
    sent = actions.attach_paper(household=family, kind="id_card", file=photo(40, 40), by=None, at=at, name="a.jpg")
    removed = actions.attach_paper(household=family, kind="id_card", file=photo(60, 60), by=None, at=at, name="b.jpg")
    actions.remove_paper(paper=removed, by=None, at=at)
    never_sent, yesterday, sent_again = (keep(photo(side, side), "image/jpeg").sha256 for side in (80, 90, 100))
    old, fresh = (at - timedelta(days=8)).timestamp(), (at - timedelta(days=1)).timestamp()
    for digest in (sent.sha256, removed.sha256, never_sent, sent_again):
        os.utime(path_of(digest), (old, old))
    os.utime(path_of(yesterday), (fresh, fresh))
    keep(photo(100, 100), "image/jpeg")
    assert actions.forget_draft_files(at=at) == 1
    assert not path_of(never_sent).exists()
    assert all(path_of(digest).exists() for digest in (sent.sha256, removed.sha256, yesterday, sent_again))
    assert actions.forget_draft_files(at=at) == 0
