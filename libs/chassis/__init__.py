"""What every service stands on: settings, logs, database, outbox, inbox, bus, authorisation, problems, health."""
