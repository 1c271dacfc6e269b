"""Departments, teams, people, skills, shift kinds, calendar."""
