"""Understand how Vietnamese shoppers type: clean text, its language, and what it names. Standard library only."""

from bot.language.contact import parse_email, parse_order_code
from bot.language.detect import Language, LanguageGuess, detect_language, knows_a_word
from bot.language.entities import Entity, find_entities
from bot.language.fold import FOLD, fold
from bot.language.money import MoneyRange, format_money, parse_money, parse_money_range
from bot.language.names import parse_name
from bot.language.normal import Normalised, normalise
from bot.language.phones import parse_phone
from bot.language.places import PROVINCES
from bot.language.questions import asks_or_wants, invites_an_answer
from bot.language.voice import guess_pronoun, tense_cue

__all__ = [
    "FOLD",
    "PROVINCES",
    "Entity",
    "Language",
    "LanguageGuess",
    "MoneyRange",
    "Normalised",
    "asks_or_wants",
    "detect_language",
    "find_entities",
    "fold",
    "format_money",
    "guess_pronoun",
    "invites_an_answer",
    "knows_a_word",
    "normalise",
    "parse_email",
    "parse_money",
    "parse_money_range",
    "parse_name",
    "parse_order_code",
    "parse_phone",
    "tense_cue",
]
