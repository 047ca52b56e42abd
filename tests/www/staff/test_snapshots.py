"""The snapshot under the workbench: made by night and by a button from the record, said on the page, an invented city kept until asked."""

import json
from pathlib import Path
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from doudi.audit.models import JournalEntry
from doudi.jobs import tasks
from doudi.population.simulation.loading import counties, snapshot_in
from doudi.population.snapshot.publishing import CURRENT, PUBLISHED, publishing
from doudi.www.staff.bench_snapshot import TASK
from tests.population.screened import small_city
from tests.simulating import beside_the_pages
from tests.www.staff.world import FAR_VILLAGE, VILLAGE, World, at

pytestmark = pytest.mark.database
MOMENT = at("2026-09-24")


@pytest.fixture
def published(settings: Any, tmp_path: Path, monkeypatch: Any) -> Path:
    """Where this installation publishes."""
    settings.DATA = tmp_path
    monkeypatch.setattr(tasks, "_now", lambda: MOMENT)
    return tmp_path / PUBLISHED


def source(published: Path) -> str:
    return str(snapshot_in(published / CURRENT).manifest["source"]["kind"])


def test_every_night_the_record_is_published_whole(world: World, published: Path, as_app: None) -> None:
    homes = [world.wangs(), world.wangs(village=FAR_VILLAGE), world.old_li()]
    assert tasks.publish_snapshot(timestamp=0) == 3
    found = snapshot_in(published / CURRENT)
    rows = {row["household"]: row for _, batch in counties(found, published.parent / "kept", {}) for row in batch.to_pylist()}
    assert set(rows) == {home.pk for home in homes}, "the task sees every county, by its own purpose"
    assert len(rows[homes[0].pk]["members"]) == 3 and found.day == MOMENT.date()
    world.old_li()
    assert tasks.publish_snapshot(timestamp=0) == 4
    assert snapshot_in(published / CURRENT).manifest["households"] == 4
    assert JournalEntry.objects.filter(verb="take_snapshot").count() == 2


def test_an_empty_house_publishes_nothing(world: World, published: Path) -> None:
    assert tasks.publish_snapshot(timestamp=0) == 0
    assert snapshot_in(published / CURRENT) is None


def test_an_invented_city_stays_until_somebody_asks_for_the_record(world: World, published: Path) -> None:
    with publishing(published) as draft:
        small_city(draft, people=60)
    world.wangs()
    assert tasks.publish_snapshot(timestamp=0) == 0 and source(published) == "synthetic"
    assert tasks.publish_snapshot(timestamp=0, asked_by=world.city.pk) == 1 and source(published) == "registry"
    assert JournalEntry.objects.get(verb="take_snapshot").actor_id == world.city.pk
    assert tasks.publish_snapshot(timestamp=0) == 1, "from then on every night"


def test_the_city_has_it_made_now_once_and_a_county_does_not(desk: Any) -> None:
    for press in ("a", "a", "b"):
        answer = desk("city").post("/staff/bench/snapshot/", {"press": press}, follow=True)
    assert "做好以后这里自动换上" in answer.content.decode()
    [job] = ProcrastinateJob.objects.filter(task_name=TASK)
    assert set(job.args) == {"timestamp", "asked_by"}
    assert desk("county").post("/staff/bench/snapshot/", {"press": "c"}).status_code == 403
    assert "现在重做" not in desk("county").get("/staff/bench/").content.decode()


def test_the_pages_say_which_snapshot_the_figures_are_of(desk: Any, settings: Any, tmp_path: Path) -> None:
    with beside_the_pages(settings, tmp_path, [VILLAGE, FAR_VILLAGE], 120, MOMENT.date()):
        manifest = json.loads((tmp_path / "city" / "manifest.json").read_text(encoding="utf-8"))
        wanted = (manifest["sha256"][:8], manifest["source"]["said"], f"{manifest['households']:,}", manifest["day"])
        for address in ("/staff/bench/", "/staff/bench/new/370811/"):
            words = desk("county").get(address).content.decode()
            assert all(word in words for word in wanted), address
