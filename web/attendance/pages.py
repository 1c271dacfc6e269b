"""All pages of attendance: importing the view modules puts their routes on the blueprint."""

from web.attendance import away_views, register_views
from web.attendance.views import blueprint

__all__ = ["away_views", "blueprint", "register_views"]
