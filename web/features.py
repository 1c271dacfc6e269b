"""Every feature of the site on one screen."""

from flask import Blueprint

from web.accounts.views import blueprint as accounts
from web.jobs.views import blueprint as jobs

BLUEPRINTS: tuple[Blueprint, ...] = (accounts, jobs)
