"""All pages of the rosters: importing the view modules puts their routes on the blueprint."""

from web.rosters import views_cells, views_life, views_lists
from web.rosters.views import blueprint

__all__ = ["blueprint", "views_cells", "views_life", "views_lists"]
