"""The texts about the scheme and the register of kommuner: read, checked, cut into chunks."""

from corpus.chunk import chunk_text, chunk_texts
from corpus.duplicates import Double, Once, cited_once
from corpus.language import detect_language
from corpus.load import load_added, load_fetched, load_texts, read_folder
from corpus.outside import OutsideQuestion, load_outside
from corpus.register import Mention, Municipality, Predecessor, Register, load_register
from corpus.safe_yaml import load_yaml
from corpus.sentences import sentences
from corpus.types import Authority, Chunk, CorpusError, Folder, Problem, Source, Text, Wording

__all__ = [
    "Authority",
    "Chunk",
    "CorpusError",
    "Double",
    "Folder",
    "Mention",
    "Municipality",
    "Once",
    "OutsideQuestion",
    "Predecessor",
    "Problem",
    "Register",
    "Source",
    "Text",
    "Wording",
    "chunk_text",
    "chunk_texts",
    "cited_once",
    "detect_language",
    "load_added",
    "load_fetched",
    "load_outside",
    "load_register",
    "load_texts",
    "load_yaml",
    "read_folder",
    "sentences",
]
