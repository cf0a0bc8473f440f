"""All that schooling knows of a family and its children, for the family itself: no other home's address or request."""

from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_EXPORT = text("""
    SELECT jsonb_build_object(
        'family', (
            SELECT jsonb_build_object('family_code', code, 'address', address, 'complete', complete)
              FROM families WHERE family_id = :family_id),
        'children', COALESCE((
            SELECT jsonb_agg(jsonb_build_object(
                       'id', child_id, 'last_name', last_name, 'first_name', first_name, 'sex', sex,
                       'birth_date', birth_date, 'validated', validated) ORDER BY birth_date, child_id)
              FROM children WHERE :family_id = ANY (family_ids)), '[]'),
        'enrolments', COALESCE((
            SELECT jsonb_agg(jsonb_build_object(
                       'child_id', child_id, 'school_year', school_year, 'school', schools.name, 'level', level,
                       'status', status, 'since', since) ORDER BY school_year, child_id)
              FROM enrolments JOIN schools USING (uai)
             WHERE child_id IN (SELECT child_id FROM children WHERE :family_id = ANY (family_ids))), '[]'),
        'pre_registrations', COALESCE((
            SELECT jsonb_agg(jsonb_build_object(
                       'id', id, 'number', number, 'child_id', child_id, 'school_year', school_year, 'kind', kind,
                       'state', state, 'level', level, 'submitted_at', submitted_at, 'opened_at', opened_at,
                       'withdrawn_at', withdrawn_at, 'concluded_at', concluded_at, 'shown', offer,
                       'level_objection', level_objection, 'former_school', former_school,
                       'settled_level', settled_level - 'by', 'determined_school', determined_school - 'by',
                       'waiting_for', waiting_for, 'waiting_since', waiting_since, 'proposal', proposal - 'by',
                       'silence_accepts', silence_accepts, 'silence_on', silence_on, 'silence_basis', silence_basis,
                       'wanted_school', wanted_school, 'placed_at', placed_at, 'placed_level', placed_level,
                       'derogation', derogation - 'advice' - 'decision',
                       'decisions', CASE WHEN concluded_at IS NOT NULL THEN jsonb_build_object(
                           'pre_registration', decision - 'by', 'derogation', (derogation -> 'decision') - 'by',
                           'advice', (derogation -> 'advice') - 'by') END,
                       'documents', (SELECT COALESCE(jsonb_agg(document_id ORDER BY position), '[]')
                                       FROM request_documents WHERE pre_registration_id = pre_registrations.id)
                   ) ORDER BY submitted_at)
              FROM pre_registrations WHERE family_id = :family_id), '[]'),
        'certificates', COALESCE((
            SELECT jsonb_agg(jsonb_build_object(
                       'number', number, 'child_id', child_id, 'school', school, 'uai', uai, 'level', level,
                       'school_year', school_year, 'last_name', last_name, 'first_name', first_name,
                       'birth_date', birth_date, 'issued_on', issued_on, 'token', token, 'replaced_by', replaced_by,
                       'revoked_at', revoked_at) ORDER BY issued_at)
              FROM certificates
             WHERE child_id IN (SELECT child_id FROM children WHERE :family_id = ANY (family_ids))), '[]'),
        'answers', COALESCE((
            SELECT jsonb_agg(jsonb_build_object(
                       'child_id', child_id, 'school_year', school_year, 'answers', answers, 'kept_at', kept_at)
                       ORDER BY school_year, child_id)
              FROM kept_answers WHERE family_id = :family_id), '[]'),
        'appointments', COALESCE((
            SELECT jsonb_agg(jsonb_build_object(
                       'id', appointments.id, 'child_id', child_id, 'school_year', school_year, 'uai', uai,
                       'state', state, 'starts_at', starts_at, 'minutes', minutes, 'place', place,
                       'booked_at', booked_at, 'closed_at', closed_at, 'word', word) ORDER BY booked_at)
              FROM appointments JOIN slots ON slots.id = appointments.slot_id
             WHERE family_id = :family_id), '[]'))
""")


async def export_family(connection: AsyncConnection, family_id: UUID) -> dict[str, Any]:
    """`docs/data-export.md` describes the shape."""
    data: dict[str, Any] = (await connection.execute(_EXPORT, {"family_id": family_id})).scalar_one()
    return data
