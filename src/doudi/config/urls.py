"""Addresses. Pages have their own list; here stand only the pages for what goes wrong."""

from django.urls import include, path

urlpatterns = [path("api/", include("doudi.api.urls")), path("", include("doudi.www.urls"))]

handler400 = "doudi.www.errors.unreadable"
handler403 = "doudi.www.errors.forbidden"
handler404 = "doudi.www.errors.not_found"
handler500 = "doudi.www.errors.broken"
