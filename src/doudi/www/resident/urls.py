"""Addresses of the residents' pages, in the order in which somebody meets them."""

from __future__ import annotations

from django.urls import path

from doudi.www.resident import (
    apply,
    check,
    consent,
    correct,
    done,
    enter,
    home,
    household,
    income,
    papers,
    policy,
    progress,
    result,
    review,
    seen,
    summary,
    supplement,
    withdraw,
)
from doudi.www.resident import property as owned

app_name = "resident"
urlpatterns = [
    path("", home.home, name="home"),
    path("look/", home.look, name="look"),
    path("check/", check.check, name="check"),
    path("check/result/", result.result, name="result"),
    path("check/result/<slug:code>/", result.why, name="why"),
    path("check/urgent/help/", check.urgent, name="urgent"),
    path("check/<slug:code>/", check.ask, name="ask"),
    path("enter/", enter.enter, name="enter"),
    path("leave/", enter.leave, name="leave"),
    path("apply/", apply.apply, name="apply"),
    path("apply/wanted/", apply.wanted, name="wanted"),
    path("apply/forget/", apply.forget, name="forget"),
    path("apply/household/", household.household, name="household"),
    path("apply/place/", household.place, name="place"),
    path("apply/home/", household.home_address, name="home_address"),
    path("apply/person/<slug:key>/", household.member, name="member"),
    path("apply/person/<slug:key>/remove/", household.member_remove, name="member_remove"),
    path("apply/relative/<slug:key>/", household.kin, name="kin"),
    path("apply/relative/<slug:key>/remove/", household.kin_remove, name="kin_remove"),
    path("apply/income/", income.incomes, name="income_list"),
    path("apply/income/<slug:key>/", income.income, name="income"),
    path("apply/property/", owned.property_page, name="property"),
    path("apply/consent/", consent.consent, name="consent"),
    path("apply/papers/", papers.papers, name="papers"),
    path("apply/papers/<slug:sha256>/remove/", papers.paper_remove, name="paper_remove"),
    path("apply/summary/", summary.summary, name="summary"),
    path("apply/done/<slug:number>/", done.done, name="done"),
    path("progress/", progress.progress, name="progress"),
    path("progress/<slug:number>/", progress.case, name="case"),
    path("progress/<slug:number>/papers/", supplement.supplement, name="supplement"),
    path("progress/<slug:number>/correct/", correct.facts, name="facts"),
    path("progress/<slug:number>/correct/<int:fact_id>/", correct.correct, name="correct"),
    path("progress/<slug:number>/withdraw/<int:case_id>/", withdraw.withdraw, name="withdraw"),
    path("progress/<slug:number>/review/<int:case_id>/", review.review, name="review"),
    path("progress/<slug:number>/seen/", seen.seen, name="seen"),
    path("policy/", policy.policy, name="policy"),
]
