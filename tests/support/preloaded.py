"""What a forked process finds imported already: the commands, the site with all its pages, the drivers."""

import psycopg
import waitress

from web import features, tables
from web.cli import main
from web.jobs import embedded, scaled_out
from web.planning import plan
from web.reminders import thread

PRELOADED = (embedded, features, main, plan, psycopg, scaled_out, tables, thread, waitress)
