"""S'inscrire (première utilisation): a family that the town knows already opens its account."""
