"""The web application: create_app, nothing else."""

from flask import Flask

from web.config import Config


def create_app(config: Config | None = None) -> Flask:
    """Build one application.

    Parameters
    ----------
    config
        Settings; read from the environment when absent.
    """
    # Only who makes a site loads all of it: commands and the solver's process use parts of this package.
    from web import access, addresses, database, errors, i18n, missing, navigation, security
    from web.features import BLUEPRINTS
    from web.records.beside import beside_database

    config = config or Config.from_env()
    app = Flask(__name__)
    app.extensions["lunban_config"] = config
    app.url_map.converters["int"] = addresses.RowId
    database.install(app, config, beside_database(config))
    security.install(app, config)
    i18n.install(app)
    missing.install(app)
    access.install(app)
    navigation.install(app)
    errors.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app
