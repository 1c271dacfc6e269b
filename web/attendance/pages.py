"""All pages of attendance: importing the view modules puts their routes on the blueprint."""

from web.attendance import register_views
from web.attendance.views import blueprint

__all__ = ["blueprint", "register_views"]
