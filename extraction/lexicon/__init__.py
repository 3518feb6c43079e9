"""Loads the lexicons: words and cues of the field, kept as YAML beside this module and checked when they are read."""

import re
from functools import cache
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import ValidationError

from domain.errors import KnowledgeError
from domain.frozen import Frozen

_WORD = re.compile(r"[a-z]{3,}")
FOLDER = Path(__file__).parent
_Lexicon = TypeVar("_Lexicon", bound=Frozen)


@cache
def load_lexicon(name: str, shape: type[_Lexicon], folder: Path = FOLDER) -> _Lexicon:
    """The lexicon `name`.yaml, read once and checked against its shape.

    Raises:
        KnowledgeError: If there is no such file, it is not YAML, or it does not have the shape.
    """
    path = folder / f"{name}.yaml"
    try:
        return shape.model_validate(yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader))  # noqa: S506
    except OSError as error:
        raise KnowledgeError(
            f"The lexicon {path.name} cannot be read ({error.strerror}). Install the package again."
        ) from error
    except yaml.YAMLError as error:
        raise KnowledgeError(f"The lexicon {path.name} is not YAML: {error}. Correct the file.") from error
    except ValidationError as error:
        raise KnowledgeError(
            f"The lexicon {path.name} does not fit {shape.__name__}: {error}. Correct the file."
        ) from error


@cache
def lexicon_words() -> frozenset[str]:
    """Every word of three letters and more of all lexicons, in small letters."""
    texts = [path.read_text(encoding="utf-8") for path in FOLDER.glob("*.yaml")]
    return frozenset(word for text in texts for word in _WORD.findall(text.lower()))


class _Loader(yaml.SafeLoader):
    """The safe loader, refusing a key that stands twice: one of the two would be lost without a word."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:  # noqa: FBT001, FBT002
        keys = [self.construct_object(key) for key, _ in node.value]
        twice = sorted({str(key) for key in keys if keys.count(key) > 1})
        if twice:
            raise yaml.constructor.ConstructorError(None, None, f"the key {twice[0]} stands twice", node.start_mark)
        return super().construct_mapping(node, deep)
