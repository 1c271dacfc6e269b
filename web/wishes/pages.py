"""All pages of the wishes: importing the view modules puts their routes on the blueprint."""

from web.wishes import round_views
from web.wishes.views import blueprint

__all__ = ["blueprint", "round_views"]
