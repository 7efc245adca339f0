"""Contacts with people and hosts after a start: when they are due, and who makes which in which week."""
