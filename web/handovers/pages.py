"""All pages of handovers: importing the view modules puts their routes on the blueprint."""

from web.handovers import (
    amending_views,
    checking_views,
    figures_views,
    file_views,
    matters_views,
    past_views,
    reading_views,
    receiving_views,
    writing_views,
)
from web.handovers.views import blueprint

__all__ = [
    "amending_views",
    "blueprint",
    "checking_views",
    "figures_views",
    "file_views",
    "matters_views",
    "past_views",
    "reading_views",
    "receiving_views",
    "writing_views",
]
