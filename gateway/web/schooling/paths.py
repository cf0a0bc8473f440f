"""The addresses of MES INSCRIPTIONS."""

HERE = "/mon-espace/inscriptions"


def of_child(child_id: str) -> str:
    """The follow-up of one child."""
    return f"{HERE}/{child_id}"


def of_pre_registration(child_id: str, school_year: int) -> str:
    return f"{HERE}/{child_id}/preinscription/{school_year}"


def of_derogation(child_id: str, school_year: int) -> str:
    return f"{HERE}/{child_id}/derogation/{school_year}"


def of_first_day(child_id: str, school_year: int) -> str:
    """« Rentrée de <prénom> »."""
    return f"{HERE}/{child_id}/rentree/{school_year}"


def of_files(child_id: str, request_id: str) -> str:
    """Files that follow a request."""
    return f"{of_request(child_id, request_id)}/pieces"


def of_request(child_id: str, request_id: str) -> str:
    """What is done with one request of a child."""
    return f"{HERE}/{child_id}/demandes/{request_id}"
