"""What zxcvbn knows of passwords: its list of 30,000 common ones, their disguises, and how many guesses one takes.

Its lists are English: common French words are looked up beside it.
"""

from collections.abc import Sequence

from zxcvbn import zxcvbn

from services.identity.adapters.french_passwords import is_common_in_french
from services.identity.domain.password_policy import Estimate

_READ = 72  # zxcvbn refuses longer ones
_LISTS = {"passwords", "user_inputs"}


class ZxcvbnEstimator:
    def estimate(self, password: str, personal: Sequence[str] = ()) -> Estimate:
        """Common: the whole of it stands in the list, in any case, reversed or in leetspeak (`P4ssw0rd`)."""
        found = zxcvbn(password[:_READ], user_inputs=[word for word in personal if word])
        whole = found["sequence"][0] if len(found["sequence"]) == 1 else {}
        common = whole.get("dictionary_name") in _LISTS or is_common_in_french(password)
        return Estimate(common=common, score=found["score"])
