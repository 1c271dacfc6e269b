"""All pages of one's own roster: importing the view modules puts their routes on the blueprint."""

from web.my import link_views
from web.my.views import blueprint

__all__ = ["blueprint", "link_views"]
