"""The Django app of timed and long work (定时与后台任务). No tables of its own: the queue is
procrastinate's."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "doudi.jobs"
    label = "jobs"
    verbose_name = "后台任务"
