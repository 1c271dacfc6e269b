"""All pages of leave: importing the view modules puts their routes on the blueprint."""

from web.leave import proof_views
from web.leave.views import blueprint

__all__ = ["blueprint", "proof_views"]
