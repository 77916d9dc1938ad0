"""Tests of the duties room."""
