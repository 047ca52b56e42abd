"""The import wizard (名册导入, X05): upload, check the columns, dry run, run with progress, rows in error go back.

The families already helped come along; nothing is doubled, and an import never makes up a decision.
"""
from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST
from procrastinate.contrib.django import app as queue

from doudi.casework.programme import programmes
from doudi.casework.rollbooks import actions, reads
from doudi.casework.rollbooks.reading import RollbookRefused
from doudi.kernel.days import Month
from doudi.kernel.masking import mask_account, mask_address, mask_id, mask_phone, scrubbed
from doudi.www.staff.deeds.deed import PlainForm
from doudi.www.staff.desk import once, say, show
from doudi.www.staff.duty import COUNTY, on_duty
from doudi.www.staff.looking import looked

TASK = "import_roll"
LARGEST_ROLL = 50 * 1024 * 1024
STEPS = (("uploaded", "对列"), ("checked", "试算"), ("running", "导入"), ("done", "完成"))
FAULTS_SHOWN = 8
# How the cells of a column are shown, by what the column means; a column nobody has named is only scrubbed.
MASKS = {"id_number": mask_id, "head_id": mask_id, "phone": mask_phone, "account": mask_account,
         "address": mask_address}
OUTCOMES = (("new", "新增"), ("changed", "有变化"), ("unchanged", "没变化"), ("error", "有错"))


class UploadForm(PlainForm):
    """The file of today's roll."""

    prefix_of_ids = "upload-"
    file = forms.FileField(label="名册文件", help_text="XLSX、XLS 或 CSV(UTF-8、GB18030 都行)。第一行是表头就能认。",
                           error_messages={"required": "请选文件。"})

    def clean_file(self) -> Any:
        """Not larger than any roll of a county can be."""
        if self.cleaned_data["file"].size > LARGEST_ROLL:
            raise forms.ValidationError("文件超过 50 MB,请核对是不是传错了。")
        return self.cleaned_data["file"]


class ColumnsForm(PlainForm):
    """Which column means what; the guess is filled in."""

    prefix_of_ids = "columns-"
    programme = forms.ChoiceField(label="整份名册是", required=False)
    first_month = forms.CharField(label="从哪个月起在这里发", max_length=7, widget=forms.TextInput(attrs={"type": "month"}))

    def __init__(self, *args: Any, run: Any, **kwargs: Any) -> None:
        self.run = run
        super().__init__(*args, **kwargs)

    def set_up(self) -> None:
        """One choice per meaning; the file's own headers to choose from."""
        self.fields["programme"].choices = [("", "文件里有一列写明"), *((each.code, each.label) for each in programmes())]
        self.fields["programme"].initial = self.run.programme
        self.fields["first_month"].initial = str(self.run.first_month)
        headers = [("", "没有这一列")] + [(str(place), f"{place + 1}. {name}")
                                     for place, name in enumerate(self.run.headers)]
        for column in reads.columns():
            self.fields[f"column-{column.code}"] = forms.ChoiceField(
                label=column.label, choices=headers, required=False, help_text=column.hint,
                initial=str(self.run.columns[column.code]) if column.code in self.run.columns else "")

    def clean_first_month(self) -> Month:
        """A month as YYYY-MM."""
        try:
            return Month.parse(self.cleaned_data["first_month"])
        except ValueError:
            raise forms.ValidationError("请填月份,例如 2026-12。") from None

    def columns(self) -> dict[str, int]:
        """Meaning → place of the column."""
        return {name.removeprefix("column-"): int(value) for name, value in self.cleaned_data.items()
                if name.startswith("column-") and value != ""}


@on_duty(COUNTY)
@once
def imports(request: HttpRequest) -> HttpResponse:
    """What was imported, and a new file."""
    duty = request.duty
    form = UploadForm(request.POST if request.method == "POST" else None, files=request.FILES or None, duty=duty)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = actions.upload(content=file.read(), file_name=file.name, by=duty.user, at=duty.at)
        except RollbookRefused as no:
            form.add_error("file", str(no))
        else:
            return redirect("staff:import_run", run.pk)
    return show(request, "staff/imports.html", {"form": form, "runs": reads.runs(duty.user)[:50]})


@on_duty(COUNTY)
@once
def import_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """One import at the step where it stands."""
    duty = request.duty
    run = _run(request, run_id)
    form = ColumnsForm(request.POST if request.method == "POST" else None, run=run, duty=duty)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_columns(run_id=run.pk, columns=form.columns(), programme=form.cleaned_data["programme"],
                                first_month=form.cleaned_data["first_month"], by=duty.user, at=duty.at)
            actions.dry_run(run_id=run.pk, by=duty.user, at=duty.at)
        except RollbookRefused as no:
            form.add_error(None, str(no))
        else:
            return redirect("staff:import_run", run.pk)
    looked(request, ("import_run", run.pk), "read_import")
    return show(request, "staff/import.html", _at_its_step(request, run, form))


def _at_its_step(request: HttpRequest, run: Any, form: ColumnsForm) -> dict[str, Any]:
    step = {"queued": "running"}.get(run.state, run.state)
    context: dict[str, Any] = {
        "run": run, "form": form, "progress": reads.progress(run.pk, request.duty.user),
        "steps": [{"label": label, "here": code == step} for code, label in STEPS], "sample": [], "headers": run.headers,
        "forecast": counted(run.forecast.get("rows", {})), "counts": counted(run.counts), **foreseen(run)}
    if run.state in {"uploaded", "checked"}:
        context["sample"] = _sample(request, run)
    context["bad"] = (run.counts or run.forecast.get("rows", {})).get("error", 0)
    return context


def masked_rows(run: Any, rows: list[tuple[str, ...]]) -> list[list[str]]:
    """The first rows of a file, enough to see what each column is; the whole file stays with whoever sent it."""
    masks = {place: MASKS[code] for code, place in run.columns.items() if code in MASKS}
    masks |= {place: mask_address for place, header in enumerate(run.headers)
              if place not in masks and any(word in header for word in ("址", "门牌"))}
    return [[masks.get(place, scrubbed)(cell) for place, cell in enumerate(row)] for row in rows]


def _sample(request: HttpRequest, run: Any) -> list[list[str]]:
    try:
        return masked_rows(run, reads.sample(run.pk, request.duty.user))
    except RollbookRefused as no:
        say(request, str(no), "warn")
        return []


def foreseen(run: Any) -> dict[str, Any]:
    """What the dry run says besides the rows: families, money to be compared with the old roll, the first faults."""
    families, money = run.forecast.get("households", {}), run.forecast.get("monthly_fen", {})
    told = [f"{label} {families[code]} 户" for code, label in OUTCOMES if families.get(code)]
    return {"households": "、".join(told), "money_new": money.get("new", 0), "money_all": money.get("all", 0),
            "faults": run.forecast.get("faults", [])[:FAULTS_SHOWN]}


def counted(by_outcome: dict[str, int]) -> list[dict[str, Any]]:
    """Rows by outcome, in words."""
    return [{"label": label, "count": by_outcome.get(code, 0), "code": code} for code, label in OUTCOMES]


def _run(request: HttpRequest, run_id: int) -> Any:
    try:
        return reads.run(run_id, request.duty.user)
    except RollbookRefused as no:
        raise Http404(str(no)) from None


@on_duty(COUNTY)
@require_POST
@once
def start(request: HttpRequest, run_id: int) -> HttpResponse:
    """Let the worker do it, enqueued in the same transaction."""
    _run(request, run_id)
    try:
        with transaction.atomic():
            before = reads.run(run_id, request.duty.user).state
            actions.start(run_id=run_id, by=request.duty.user, at=request.duty.at)
            if before == "checked":
                queue.configure_task(TASK).defer(run_id=run_id)
    except RollbookRefused as no:
        say(request, str(no), "bad")
    return redirect("staff:import_run", run_id)


@on_duty(COUNTY)
def bad_rows(request: HttpRequest, run_id: int) -> HttpResponse:
    """The rows in error, in the layout they came in, with the reason in the last column."""
    _run(request, run_id)
    try:
        name, content = reads.bad_rows(run_id, request.duty.user)
    except RollbookRefused as no:
        say(request, str(no), "warn")
        return redirect("staff:import_run", run_id)
    looked(request, ("import_run", run_id), "export_bad_rows")
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer
