"""The API of notifications."""

from fastapi import FastAPI

from libs.chassis.db import Database
from libs.chassis.logging import configure_logging
from libs.chassis.service import build_api, serve
from libs.chassis.settings import settings_or_exit
from services.notifications.adapters.unit_of_work import NotificationsUnitOfWork
from services.notifications.api import routes_export, routes_history, routes_messages
from services.notifications.api.dependencies import Dependencies
from services.notifications.settings import NotificationsApiSettings


def create_app(settings: NotificationsApiSettings) -> FastAPI:
    database = Database(settings.database_url.get_secret_value(), application="notifications")
    app = build_api(
        "notifications",
        settings,
        routers=[routes_messages.router, routes_history.router, routes_export.router],
        checks={"database": database.answers},
        closing=[database.close],
    )
    app.state.deps = Dependencies(database, lambda: NotificationsUnitOfWork(database))
    return app


def main() -> None:
    settings = settings_or_exit(NotificationsApiSettings)
    configure_logging("notifications", settings.log_level)
    serve(create_app(settings), settings)


if __name__ == "__main__":
    main()
