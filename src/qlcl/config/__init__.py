"""Composition root: settings, environment, URLs, API root, command line.

The only code that knows every room."""
