"""Every feature of the site on one screen."""

from flask import Blueprint

from web.accounts.views import blueprint as accounts

BLUEPRINTS: tuple[Blueprint, ...] = (accounts,)
