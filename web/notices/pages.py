"""All pages of notices: importing the view modules puts their routes on the blueprints."""

from web.notices import channel_views
from web.notices.outside_views import blueprint as outside
from web.notices.views import blueprint

__all__ = ["blueprint", "channel_views", "outside"]
