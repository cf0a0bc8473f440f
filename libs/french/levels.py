"""The years of nursery and primary school in words, by their code."""

from collections.abc import Mapping

LEVEL_NAMES: Mapping[str, str] = {
    "TPS": "toute petite section (TPS)",
    "PS": "petite section (PS)",
    "MS": "moyenne section (MS)",
    "GS": "grande section (GS)",
    "CP": "cours préparatoire (CP)",
    "CE1": "cours élémentaire 1re année (CE1)",
    "CE2": "cours élémentaire 2e année (CE2)",
    "CM1": "cours moyen 1re année (CM1)",
    "CM2": "cours moyen 2e année (CM2)",
}
