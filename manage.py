#!/usr/bin/env python
"""Django's own commands; `doudi manage` is the same with the embedded database started."""
import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "doudi.config.settings")
    execute_from_command_line(sys.argv)
