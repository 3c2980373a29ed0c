"""The register of kommuner."""

from corpus.register.load import check_register, load_register
from corpus.register.lookup import Register
from corpus.register.types import Mention, Municipality, Predecessor

__all__ = ["Mention", "Municipality", "Predecessor", "Register", "check_register", "load_register"]
