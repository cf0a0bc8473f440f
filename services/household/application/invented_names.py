"""Names for families that do not exist: they sound French, and belong to nobody in particular."""

LAST_NAMES = (
    "Abadie", "Aubertin", "Barrière", "Beaumont", "Ben Youssef", "Blanchet", "Bonnafous", "Bouvier", "Cazalis",
    "Chastagnier", "Château", "Clavel", "Coudert", "D'Aubigny", "Da Costa", "Delaunay", "Descombes", "Diallo",
    "Dupré de La Tour", "Estienne", "Fabrègue", "Faucher", "Ferrandi", "Fontanel", "Gaillard", "Garibaldi", "Giordano",
    "Guérin", "Haddad", "Hervé", "Isnard", "Jaubert", "Kermarrec", "Lacombe", "Laugier", "Le Goff", "Lefèvre",
    "Lœuillet", "Maurel", "Mazzoni", "Mercadier", "Montclar", "Müller", "N’Diaye", "Nguyen", "Noël", "Orsini",
    "Pastorelli", "Pélissier", "Pérez", "Pons", "Quilichini", "Raibaut", "Rostan", "Roux-Vidal", "Saïdi", "Sauvaire",
    "Teisseire", "Thévenet", "Traoré", "Vachier", "Vial", "Ytier", "Zaragoza",
)  # fmt: skip
# A parent and a child never bear the same first name: the screens tell them apart by it.
WOMEN = (
    "Adeline", "Aïcha", "Anaïs", "Bérénice", "Carole", "Céline", "Chloé", "Delphine", "Élodie", "Fatou", "Françoise",
    "Gaëlle", "Hélène", "Inès", "Julie", "Karine", "Laetitia", "Maëlle", "Mélanie", "Nadia", "Océane", "Pauline",
    "Sabrina", "Sophie", "Virginie", "Zoé",
)  # fmt: skip
MEN = (
    "Adrien", "Antoine", "Bastien", "Benoît", "Cédric", "Damien", "Éric", "Fabrice", "François", "Gaëtan", "Grégory",
    "Hakim", "Jérôme", "Julien", "Karim", "Loïc", "Mathieu", "Mickaël", "Nicolas", "Olivier", "Raphaël", "Sébastien",
    "Théo", "Vincent", "Xavier", "Yann",
)  # fmt: skip
GIRLS = (
    "Agathe", "Alix", "Ambre", "Apolline", "Clémence", "Éléonore", "Éloïse", "Giulia", "Jade", "Léna", "Lison",
    "Louise", "Margaux", "Nour", "Romane", "Salomé", "Thaïs", "Victoire",
)  # fmt: skip
BOYS = (
    "Aurèle", "Axel", "Côme", "Élie", "Eliott", "Gabin", "Ismaël", "Joël", "Léo-Paul", "Lino", "Maël", "Malo", "Marius",
    "Naël", "Noah", "Robin", "Sacha", "Timothée",
)  # fmt: skip
BIRTH_PLACES = ("Nice", "Antibes", "Grasse", "Cannes", "Marseille", "Lyon", "Toulon", "Vence")
