"""Product and Faq: what the shop sells, and what it says about itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.domain.ids import new_id, now


@dataclass(eq=False)
class Product:
    """One thing on the shelf. Prices are whole đồng, ``image`` is a URL path or address."""

    sku: str
    name: str
    name_en: str
    category: str
    kind: str
    kind_en: str
    brand: str
    price: int
    stock: int
    image: str
    list_price: int | None = None
    sizes: list[str] = field(default_factory=list)
    colours: list[str] = field(default_factory=list)
    colours_en: list[str] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)
    # By the Vietnamese name, because PostgreSQL does not keep the order of a JSON object.
    attributes_en: dict[str, list[str]] = field(default_factory=dict)
    description: str = ""
    description_en: str = ""
    aliases: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    rating: float | None = None
    review_count: int = 0
    warranty_months: int | None = None

    def title(self, language: str) -> str:
        """The name in ``language`` (vi or en)."""
        return self.name_en if language == "en" and self.name_en else self.name

    def text(self, language: str) -> str:
        """The description in ``language``."""
        return self.description_en if language == "en" and self.description_en else self.description

    def fact(self, name: str, language: str) -> tuple[str, str]:
        """Label and value of the attribute with this Vietnamese name, Vietnamese where no translation exists."""
        if language == "en" and name in self.attributes_en:
            label, value = self.attributes_en[name]
            return label, value
        return name, self.attributes[name]

    def facts(self, language: str) -> dict[str, str]:
        """The attributes in ``language``."""
        return dict(self.fact(name, language) for name in self.attributes)

    def colour_names(self, language: str) -> list[str]:
        """The colours in ``language``, one for each of ``colours``."""
        return self.colours_en if language == "en" and self.colours_en else self.colours

    @property
    def url(self) -> str:
        """Path of the product's page."""
        return f"/san-pham/{self.sku}"


@dataclass(eq=False)
class Faq:
    """One version of one answer; the newest version of a key is the one in use."""

    key: str
    topic: str
    question: str
    answer: str
    question_en: str = ""
    answer_en: str = ""
    stages: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    version: int = 1
    current: bool = True
    created_at: datetime = field(default_factory=now)
    id: str = field(default_factory=new_id)

    def answer_in(self, language: str) -> str:
        """The answer in ``language``, Vietnamese where no translation exists."""
        return self.answer_en if language == "en" and self.answer_en else self.answer

    def question_in(self, language: str) -> str:
        """The question in ``language``."""
        return self.question_en if language == "en" and self.question_en else self.question


def names_of(
    goods: Iterable[tuple[str, str, Iterable[str]]], categories: Iterable[Mapping[str, Any]]
) -> Iterator[dict[str, str]]:
    """``{"label", "id", "text"}`` for everything that has a name; ``goods`` are (SKU, brand, names and aliases)."""
    brands: set[str] = set()
    for sku, brand, names in goods:
        for name in names:
            if name.strip():
                yield {"label": "product", "id": sku, "text": name.strip()}
        if brand.strip() and brand not in brands:
            brands.add(brand)
            yield {"label": "brand", "id": brand, "text": brand.strip()}
    for category in categories:
        for name in [*category.get("name", {}).values(), *category.get("aliases", [])]:
            yield {"label": "category", "id": str(category["key"]), "text": str(name)}
