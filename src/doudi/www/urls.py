"""Addresses of all pages: residents at the root, staff under /staff/. config/urls.py includes this file."""
from __future__ import annotations

from django.urls import include, path

from doudi.www.robots import robots
from doudi.www.staff.publicity import public_list

urlpatterns = [
    path("", include("doudi.www.resident.urls")),
    path("robots.txt", robots, name="robots"),
    path("publicity/", public_list, name="publicity"),
    path("staff/", include("doudi.www.staff.urls")),
]
