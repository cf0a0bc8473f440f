"""Words that French people take for passwords and that zxcvbn's English lists lack."""

import string
import unicodedata

_LIST = """
motdepasse mdp monmotdepasse azerty azertyuiop qsdfgh wxcvbn aqwzsx soleil bonjour bonsoir coucou doudou
chouchou loulou nounours princesse amour jetaime monamour moncoeur cheri cherie bisou bisous maman papa
famille enfants ecole maison vacances marseille paris lyon nice france allezlesbleus football rugby chocolat
caramel papillon tournesol licorne minou minette chaton mercedes scooter camille nicolas thomas julien marine
chloe isabelle pompier gendarme ordinateur telephone internet kiosque mairie cantine
"""
_WORDS = frozenset(_LIST.split())
_AROUND = string.digits + string.punctuation + " "


def is_common_in_french(password: str) -> bool:
    """Whether nothing but digits and signs stands around one of the words, accents and case aside: `Soleil123`."""
    plain = "".join(c for c in unicodedata.normalize("NFD", password.casefold()) if not unicodedata.combining(c))
    return plain.strip(_AROUND) in _WORDS
