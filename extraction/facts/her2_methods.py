"""Tells which pieces of a HER2 result are of immunohistochemistry and which of in-situ hybridisation."""

from extraction.facts.readings import Element, Reading

_VERDICTS = frozenset({"positive", "negative", "equivocal", "pending", "not_done"})
_OF_GENE = frozenset({"amplified", "not_amplified"})
_OF_PROTEIN = frozenset({"score", "crosses", "zero_or_one", "not_overexpressed", "weakly_positive"})


def of_gene(reading: Reading) -> bool:
    """Whether a verdict before the name is of the gene: "positive for HER2 gene amplification"."""
    return reading.before is not None and bool(reading.elements) and reading.elements[0].kind == "method_ish"


def by_method(text: str, reading: Reading) -> tuple[tuple[Element, ...], tuple[Element, ...]]:
    """The pieces of immunohistochemistry (or of no method named), and those of in-situ hybridisation.

    A method named before a verdict claims it, and so does one directly behind a lone verdict: "negative by FISH". Where
    amplification is told and no score, plain verdicts are of the gene.
    """
    in_situ = "ish" in reading.kinds or reading.before in {"not_amplified", "amplification_of"}
    gene_alone = reading.has(*_OF_GENE) and not reading.has(*_OF_PROTEIN)
    protein: list[Element] = []
    gene: list[Element] = []
    named = in_situ
    for element in reading.elements:
        if element.kind == "method_ish":
            if not named and len(protein) == 1 and protein[0].kind in _VERDICTS and _follows(text, protein[0], element):
                gene.append(protein.pop())
            in_situ = named = True
        elif element.kind == "method_ihc":
            in_situ, named = False, True
        elif element.kind in _OF_GENE or (element.kind in _VERDICTS and (in_situ or gene_alone)):
            gene.append(element)
        elif not in_situ and not gene_alone:
            protein.append(element)
    return tuple(protein), tuple(gene)


def _follows(text: str, verdict: Element, method: Element) -> bool:
    """Whether the method stands directly behind the verdict, as "by FISH" or "(FISH)"."""
    return text[verdict.end : method.start].strip(" (") in {"", "by", "via", "using"}
