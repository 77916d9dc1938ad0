"""The engines under test: settings, a private PostgreSQL cluster, copies of a template database."""
