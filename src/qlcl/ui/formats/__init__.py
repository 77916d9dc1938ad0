"""How Vietnamese dates and numbers are written and read; named by FORMAT_MODULE_PATH."""
