"""All pages of swaps: importing the view modules puts their routes on the blueprint."""

from web.swaps import paying_views
from web.swaps.views import blueprint

__all__ = ["blueprint", "paying_views"]
