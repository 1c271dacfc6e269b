"""The demo department: invented people on a real centre's calls."""
