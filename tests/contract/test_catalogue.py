"""Every published event is named by the rule, and read by somebody."""

import re

import pytest

from libs.contracts.catalogue import BY_TYPE, EVENTS, SERVICES, projections, read_by
from libs.contracts.event import Event
from libs.contracts.topology import bindings, queue_name, reading_services

NAME = re.compile(r"^[a-z]+\.[a-z_]+\.[a-z_]+\.v[1-9][0-9]*$")


def everywhere(kind: type[Event]) -> list[type[Event]]:
    return [found for direct in kind.__subclasses__() for found in (direct, *everywhere(direct))]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.type)
def test_an_event_follows_the_rule(event: type[Event]) -> None:
    service, version = event.type.split(".")[0], event.type.rpartition(".v")[2]
    assert NAME.match(event.type)
    assert event.__module__ == f"libs.contracts.{service}.v{version}", "it lives in its service's module"
    assert event.readers, "publishing is mandatory: without a reader it would never leave"
    assert event.readers <= set(SERVICES)
    assert service not in event.readers, "a service knows its own facts"
    assert event.subject_field in event.model_fields
    assert event.__doc__


def test_no_type_is_given_twice() -> None:
    assert len(BY_TYPE) == len(EVENTS)


def test_every_event_of_the_product_is_in_the_catalogue() -> None:
    ours = {event for event in everywhere(Event) if event.__module__.startswith("libs.contracts.")}
    published = {event for event in ours if hasattr(event, "type")}  # what several events share has none
    assert published == set(EVENTS)


def test_the_topology_binds_each_reader_to_each_of_its_events() -> None:
    assert bindings() == {(f"kiosque.{reader}", event.type) for event in EVENTS for reader in event.readers}
    assert {queue_name(service) for service in reading_services()} == {queue for queue, _ in bindings()}
    assert all(service in event.readers for service in SERVICES for event in read_by(service))


def test_a_projection_is_named_for_its_reader_and_its_aggregate() -> None:
    assert projections()["schooling.child"].type == "household.child.changed.v1"
