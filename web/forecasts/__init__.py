"""Forecasts and staffing requirements."""
