"""All pages of overtime: importing the view modules puts their routes on the blueprint."""

from web.overtime import ledger_views, offer_views
from web.overtime.views import blueprint

__all__ = ["blueprint", "ledger_views", "offer_views"]
