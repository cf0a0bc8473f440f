"""MES INSCRIPTIONS: procedure 3 for a signed-in family."""
