"""The tree of errors is drawn as it is, and every error has a code of its own."""

import re

from domain import errors
from domain.errors import Her2GuideError


def tree(cls: type[Exception]) -> list[type[Exception]]:
    return [cls, *(found for child in cls.__subclasses__() for found in tree(child))]


def test_the_drawing_names_every_error():
    drawn = re.findall(r"(?m)^[ │├└─]*([A-Z]\w+)", errors.__doc__.split("\n\n", 1)[1])
    assert drawn == [cls.__name__ for cls in tree(Her2GuideError)]


def test_codes_are_unique():
    codes = [cls.code for cls in tree(Her2GuideError)]
    assert len(codes) == len(set(codes))
