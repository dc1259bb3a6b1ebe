"""Returned Word files taken into the reports: a change that a person can review, nothing lost on the way."""
