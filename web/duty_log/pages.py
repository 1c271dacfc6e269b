"""All pages of the duty log: importing the view modules puts their routes on the blueprint."""

from web.duty_log import file_views
from web.duty_log.views import blueprint

__all__ = ["blueprint", "file_views"]
