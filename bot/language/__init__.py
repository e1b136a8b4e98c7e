"""Understand how Vietnamese shoppers type: clean text, its language, and what it names. Standard library only."""

from bot.language.address import Address, AddressPart, find_address
from bot.language.clock import ClockTime, parse_call_time
from bot.language.colours import colour_in_english
from bot.language.detect import Language, LanguageGuess, detect_language, knows_a_word
from bot.language.emails import parse_email
from bot.language.entities import Entity, find_entities
from bot.language.fold import FOLD, fold
from bot.language.money import MoneyRange, format_money, parse_money, parse_money_range
from bot.language.names import parse_name
from bot.language.normal import Normalised, normalise
from bot.language.order_codes import parse_order_code
from bot.language.phones import parse_phone
from bot.language.places import PROVINCES
from bot.language.questions import asks_or_wants, invites_an_answer
from bot.language.recipients import find_recipient
from bot.language.syllables import is_syllable

__all__ = [
    "FOLD",
    "PROVINCES",
    "Address",
    "AddressPart",
    "ClockTime",
    "Entity",
    "Language",
    "LanguageGuess",
    "MoneyRange",
    "Normalised",
    "asks_or_wants",
    "colour_in_english",
    "detect_language",
    "find_address",
    "find_entities",
    "find_recipient",
    "fold",
    "format_money",
    "invites_an_answer",
    "is_syllable",
    "knows_a_word",
    "normalise",
    "parse_call_time",
    "parse_email",
    "parse_money",
    "parse_money_range",
    "parse_name",
    "parse_order_code",
    "parse_phone",
]
