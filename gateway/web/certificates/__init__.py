"""Certificats d'inscription: for families, for agents, for whoever holds one."""
