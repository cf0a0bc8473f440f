"""Notifications: mails on their way, and the messages a family reads in the portal."""
