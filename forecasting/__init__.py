"""How many calls will come, and how many people they need: pandas in, pandas out.

The package knows slots, days and counts. It knows neither people nor shifts, and it stores nothing.
"""
