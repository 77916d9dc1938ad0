"""Writes the schema of the API to the file named; `ninja` is no installed app that would offer its own command."""

import os
import sys

import django
from django.core.management import call_command

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qlcl.config.settings")
    django.setup()
    from ninja.management.commands.export_openapi_schema import Command

    call_command(Command(), api="qlcl.config.api.api", indent=2, output=sys.argv[1])
