"""Tests of the transitions room."""
