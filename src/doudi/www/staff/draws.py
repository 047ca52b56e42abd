"""The random check of homes before confirmation (入户抽查, Y03): recorded seed, recorded list, repeatable by anyone.

民发〔2021〕43号 第十六条; 济办发〔2020〕21号 三23.
"""
from __future__ import annotations

from fractions import Fraction

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from doudi.casework import actions
from doudi.casework import reads as casework
from doudi.casework.lifecycle import NotPossible
from doudi.casework.programme import programmes
from doudi.www.staff.deeds.deed import PlainForm
from doudi.www.staff.desk import once, say, show
from doudi.www.staff.duty import COUNTY, on_duty
from doudi.www.staff.looking import looked_over
from doudi.www.staff.roll import payer_choices


class DrawForm(PlainForm):
    """Whose cases, and the seed."""

    prefix_of_ids = "draw-"
    county = forms.ChoiceField(label="县(市、区)")
    programme_code = forms.ChoiceField(label="项目")
    seed = forms.CharField(label="种子", max_length=64, help_text="例如当天开奖的号码,或几个人各报一个数连起来。")

    def set_up(self) -> None:
        """Programmes whose manifest asks for a sample."""
        self.fields["county"].choices = payer_choices(self.duty)
        self.fields["programme_code"].choices = [(each.code, each.label) for each in programmes()
                                                 if each.sample_share is not None]


@on_duty(COUNTY)
@once
def draws(request: HttpRequest) -> HttpResponse:
    """What was drawn, and drawing."""
    duty = request.duty
    form = DrawForm(request.POST if request.method == "POST" else None, duty=duty)
    if request.method == "POST" and form.is_valid():
        try:
            draw = actions.draw_sample(**form.cleaned_data, by=duty.user, at=duty.at)
        except NotPossible as no:
            form.add_error(None, str(no))
        else:
            say(request, f"{len(draw.population)} 件里抽中 {len(draw.chosen)} 件。抽中的要县级入户后才能确认。")
            return redirect("staff:draws")
    drawn = casework.draws(duty.jurisdiction)
    for each in drawn:
        each.draw.share_words = f"不低于 {Fraction(each.draw.share) * 100}%"
    looked_over(request, "draws", (each.draw.pk for each in drawn))
    return show(request, "staff/draws.html", {"draws": drawn, "form": form})
