"""All pages of handovers: importing the view modules puts their routes on the blueprint."""

from web.handovers import (
    checking_views,
    figures_views,
    file_views,
    past_views,
    reading_views,
    receiving_views,
    writing_views,
)
from web.handovers.views import blueprint

__all__ = [
    "blueprint",
    "checking_views",
    "figures_views",
    "file_views",
    "past_views",
    "reading_views",
    "receiving_views",
    "writing_views",
]
