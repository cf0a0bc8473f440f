"""The API of schooling."""

from fastapi import FastAPI

from libs.chassis.db import Database
from libs.chassis.logging import configure_logging
from libs.chassis.service import build_api, serve
from libs.chassis.settings import settings_or_exit
from services.schooling.adapters.town_map_copy import TownMapCopy
from services.schooling.api import routes_calendar, routes_export, routes_history, routes_schools, routes_sector
from services.schooling.api.dependencies import Dependencies
from services.schooling.settings import SchoolingSettings


def create_app(settings: SchoolingSettings) -> FastAPI:
    database = Database(settings.database_url.get_secret_value(), application="schooling")
    app = build_api(
        "schooling",
        settings,
        routers=[
            routes_schools.router,
            routes_calendar.router,
            routes_sector.router,
            routes_history.router,
            routes_export.router,
        ],
        checks={"database": database.answers},
        closing=[database.close],
    )
    app.state.deps = Dependencies(database, TownMapCopy(database))
    return app


def main() -> None:
    settings = settings_or_exit(SchoolingSettings)
    configure_logging("schooling", settings.log_level)
    serve(create_app(settings), settings)


if __name__ == "__main__":
    main()
