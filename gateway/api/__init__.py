"""The JSON API for the signed-in subject: `/api/v1/<service>/...`, by allowlist, with one OpenAPI document."""
