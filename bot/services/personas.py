"""Agents as a platform shows them."""

from __future__ import annotations

from sqlalchemy import delete, select

from bot.domain.delivery import Persona
from bot.services.context import Services
from bot.store.tables import personas


async def find_persona(services: Services, channel: str, agent_id: str) -> Persona | None:
    """How the platform calls an agent; None if it was never told of them."""
    async with services.store.read() as session:
        return (
            await session.execute(select(Persona).filter_by(channel=channel, agent_id=agent_id))
        ).scalar_one_or_none()


async def keep_persona(services: Services, channel: str, agent_id: str, name: str, external_id: str) -> None:
    """Remember it; an agent with a new name has a new one."""
    async with services.store.begin() as session:
        await session.execute(delete(personas).where(personas.c.channel == channel, personas.c.agent_id == agent_id))
        session.add(Persona(channel, agent_id, name, external_id, created_at=services.clock()))


async def forget_personas(services: Services, channel: str, agent_id: str) -> None:
    """The platform does not know it any more."""
    async with services.store.begin() as session:
        await session.execute(delete(personas).where(personas.c.channel == channel, personas.c.agent_id == agent_id))
