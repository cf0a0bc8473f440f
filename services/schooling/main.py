"""The API of schooling."""

from fastapi import FastAPI

from libs.chassis.db import Database
from libs.chassis.logging import configure_logging
from libs.chassis.service import build_api, serve
from libs.chassis.settings import settings_or_exit
from libs.chassis.throttle import SqlThrottle
from libs.commune.admission import read_admission
from libs.commune.profile import Contact, read_profile
from services.schooling.adapters.certificate_seal import CertificateSeal
from services.schooling.adapters.manifest_reader import ManifestReader
from services.schooling.adapters.procedure_rules import read_rules
from services.schooling.adapters.town_map_copy import TownMapCopy
from services.schooling.adapters.unit_of_work import SchoolingUnitOfWork
from services.schooling.api import (
    routes_answers,
    routes_appointments,
    routes_calendar,
    routes_certificates,
    routes_children,
    routes_enrolments,
    routes_export,
    routes_family_admission,
    routes_family_requests,
    routes_history,
    routes_pre_registrations,
    routes_procedure,
    routes_schools,
    routes_sector,
)
from services.schooling.api.dependencies import Dependencies
from services.schooling.api.schemas_family_requests import ServiceOut
from services.schooling.settings import SchoolingSettings

_ROUTES = (
    routes_schools,
    routes_calendar,
    routes_sector,
    routes_procedure,
    routes_children,
    routes_answers,
    routes_family_requests,
    routes_pre_registrations,
    routes_enrolments,
    routes_family_admission,
    routes_certificates,
    routes_appointments,
    routes_history,
    routes_export,
)


def create_app(settings: SchoolingSettings) -> FastAPI:
    database = Database(settings.database_url.get_secret_value(), application="schooling")
    profile = read_profile(settings.commune_dir)
    app = build_api(
        "schooling",
        settings,
        routers=[module.router for module in _ROUTES],
        checks={"database": database.answers},
        closing=[database.close],
    )
    app.state.deps = Dependencies(
        database=database,
        town_map=TownMapCopy(database),
        uow=lambda: SchoolingUnitOfWork(database),
        manifests=ManifestReader(settings.manifest_public_key.get_secret_value()),
        seal=CertificateSeal(
            settings.certificate_private_key.get_secret_value(), settings.certificate_former_keys, profile.name
        ),
        throttle=SqlThrottle(database),
        admission=read_admission(settings.commune_dir),
        rules=read_rules(settings.commune_dir),
        school_year=profile.school_year,
        service=_service(profile.service),
    )
    return app


def _service(contact: Contact) -> ServiceOut:
    return ServiceOut(
        name=contact.name, telephone=contact.telephone, email=contact.email, address=list(contact.address)
    )


def main() -> None:
    settings = settings_or_exit(SchoolingSettings)
    configure_logging("schooling", settings.log_level)
    serve(create_app(settings), settings)


if __name__ == "__main__":
    main()
