"""Addresses of all pages: residents at the root, staff under /staff/. config/urls.py includes this file."""
from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("doudi.www.resident.urls")),
    path("staff/", include("doudi.www.staff.urls")),
]
