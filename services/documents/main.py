"""The API of documents."""

from fastapi import FastAPI

from libs.chassis.clock import SystemClock
from libs.chassis.db import Database
from libs.chassis.logging import configure_logging
from libs.chassis.service import build_api, serve
from libs.chassis.settings import settings_or_exit
from services.documents.adapters.attestation_models import read_models
from services.documents.adapters.attestation_typesetter import CommuneTypesetter
from services.documents.adapters.clamd import ClamdScanner
from services.documents.adapters.manifest_signing import ManifestSigner
from services.documents.adapters.object_store import ObjectStore
from services.documents.adapters.pdf_inspection import PdfInspector
from services.documents.adapters.picture_joiner import LimitedPictureJoiner
from services.documents.adapters.picture_reader import LimitedPictureReader
from services.documents.adapters.unit_of_work import DocumentsUnitOfWork
from services.documents.adapters.vault import FileVault
from services.documents.api import (
    routes_attachments,
    routes_attestations,
    routes_catalogue,
    routes_documents,
    routes_export,
    routes_history,
    routes_manifests,
    routes_paper_dates,
    routes_reuses,
)
from services.documents.api.dependencies import Dependencies
from services.documents.api.memory import Memory
from services.documents.api.problems import install_own_problems
from services.documents.application.join_pictures import Joining
from services.documents.application.receive_document import Reception
from services.documents.application.write_attestation import Desk
from services.documents.domain.document import MAX_BYTES
from services.documents.settings import DocumentsSettings

_FILES_AT_ONCE = 5  # of the largest size; a phone's scan is a tenth of it


def create_app(settings: DocumentsSettings) -> FastAPI:
    database = Database(settings.database_url.get_secret_value(), application="documents")
    storage = ObjectStore(
        str(settings.s3_endpoint),
        settings.s3_access_key.get_secret_value(),
        settings.s3_secret_key.get_secret_value(),
        settings.s3_bucket,
    )
    pictures = LimitedPictureReader()
    reception = Reception(
        inspector=PdfInspector(),
        pictures=pictures,
        scanner=ClamdScanner(settings.clamd_host, settings.clamd_port, seconds=settings.clamd_seconds),
        vault=FileVault(settings.encryption_keys),
        storage=storage,
        clock=SystemClock(),
    )
    app = build_api(
        "documents",
        settings,
        routers=[
            routes_catalogue.router,
            routes_documents.router,
            routes_attachments.router,
            routes_attestations.router,
            routes_manifests.router,
            routes_paper_dates.router,
            routes_reuses.router,
            routes_history.router,
            routes_export.router,
        ],
        checks={"database": database.answers},
        closing=[database.close, storage.close],
    )
    install_own_problems(app)
    app.state.deps = Dependencies(
        database=database,
        uow=lambda: DocumentsUnitOfWork(database),
        reception=reception,
        joining=Joining(LimitedPictureJoiner(), reception.vault, storage, reception.clock),
        desk=Desk(drawings=pictures, typesetter=CommuneTypesetter(settings.commune_dir)),
        attestations=read_models(settings.commune_dir),
        signer=ManifestSigner(settings.manifest_private_key.get_secret_value()),
        uploads=Memory(_FILES_AT_ONCE * MAX_BYTES),
        downloads=Memory(2 * _FILES_AT_ONCE * MAX_BYTES),
    )
    return app


def main() -> None:
    settings = settings_or_exit(DocumentsSettings)
    configure_logging("documents", settings.log_level)
    serve(create_app(settings), settings)


if __name__ == "__main__":
    main()
