"""Addresses for machines, under /api/."""

from django.urls import path

from doudi.api import referrals

app_name = "api"
urlpatterns = [
    path("referrals/", referrals.referrals, name="referrals"),
    path("referrals/<str:number>/", referrals.referral, name="referral"),
    path("referrals/<str:number>/<slug:verb>/", referrals.answered, name="answered"),
]
