"""Tests that look at the whole house: engines, architecture, journeys, browser."""
