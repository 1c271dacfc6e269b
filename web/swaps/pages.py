"""All pages of swaps: importing the view modules puts their routes on the blueprint."""

from web.swaps import failing_views, offer_views, paying_views
from web.swaps.views import blueprint

__all__ = ["blueprint", "failing_views", "offer_views", "paying_views"]
