"""Tests in Debian's Chromium, against a running server with the example in it."""
