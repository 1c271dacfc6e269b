"""All pages of leave: importing the view modules puts their routes on the blueprint."""

from web.leave import balance_views, file_views, proof_views
from web.leave.views import blueprint

__all__ = ["balance_views", "blueprint", "file_views", "proof_views"]
