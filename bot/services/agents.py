"""Agents: accounts, logins, presence."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.errors import BadCredentials, BadInput, LoginRequired, NotFound
from bot.domain.handoff import Agent, AgentSession
from bot.services.context import Event, Services
from bot.services.wire import agent_to_wire
from bot.store.tables import agent_sessions
from bot.store.tables import agents as agents_table

SESSION_LENGTH = timedelta(hours=12)
ROLES = ("agent", "admin")

_hasher = PasswordHasher()
_decoy = _hasher.hash(secrets.token_hex(8))


async def add_agent(services: Services, email: str, name: str, role: str, password: str) -> Agent:
    """Create an account; raises ``BadInput`` for an unusable address, role, password or one that exists."""
    email = email.strip().lower()
    if "@" not in email or len(email) > 255:
        raise BadInput(f"{email!r} is not an e-mail address")
    if role not in ROLES:
        raise BadInput(f"role: one of {', '.join(ROLES)}")
    hashed = await _hash_password(password)
    async with services.store.begin() as session:
        if (await session.execute(select(Agent).filter_by(email=email))).first():
            raise BadInput(f"{email} exists already")
        agent = Agent(
            email=email, name=name.strip()[:200] or email, role=role, password_hash=hashed, created_at=services.clock()
        )
        session.add(agent)
    return agent


async def set_password(services: Services, email: str, password: str) -> Agent:
    """Give an account another password and end its sessions; raises ``NotFound`` or ``BadInput``."""
    hashed = await _hash_password(password)
    async with services.store.begin() as session:
        agent = await _by_email(session, email)
        agent.password_hash = hashed
        await session.execute(delete(agent_sessions).where(agent_sessions.c.agent_id == agent.id))
    return agent


async def disable_agent(services: Services, email: str) -> Agent:
    """Close the console to somebody who left; what they said stays under their name. Raises ``NotFound``."""
    async with services.store.begin() as session:
        agent = await _by_email(session, email)
        agent.disabled_at = agent.disabled_at or services.clock()
        # Conversations they hold go back to the queue as those of anybody who is offline.
        agent.online = False
        await session.execute(delete(agent_sessions).where(agent_sessions.c.agent_id == agent.id))
    return agent


async def _by_email(session: AsyncSession, email: str) -> Agent:
    found = (await session.execute(select(Agent).filter_by(email=email.strip().lower()))).scalar_one_or_none()
    if found is None:
        raise NotFound(f"there is no account {email}")
    return found


async def _hash_password(password: str) -> str:
    if len(password) < 8:
        raise BadInput("a password needs at least 8 characters")
    return await asyncio.to_thread(_hasher.hash, password)


async def log_in(services: Services, email: str, password: str) -> tuple[Agent, str, str]:
    """Check a password and open a session; returns agent, session token and CSRF token.

    Raises ``BadCredentials``, after the same work whether or not the address exists.
    """
    async with services.store.read() as session:
        agent = (await session.execute(select(Agent).filter_by(email=email.strip().lower()))).scalar_one_or_none()
    hashed = agent.password_hash if agent else _decoy
    try:
        await asyncio.to_thread(_hasher.verify, hashed, password[:1000])
    except (Argon2Error, InvalidHashError):
        raise BadCredentials from None
    if agent is None or agent.disabled_at is not None:
        raise BadCredentials
    token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(24)
    async with services.store.begin() as session:
        await session.execute(delete(agent_sessions).where(agent_sessions.c.expires_at < services.clock()))
        session.add(
            AgentSession(
                token_hash=_hash(token),
                agent_id=agent.id,
                csrf=csrf,
                created_at=services.clock(),
                expires_at=services.clock() + SESSION_LENGTH,
            )
        )
    return agent, token, csrf


async def session_agent(services: Services, token: str) -> tuple[Agent, str]:
    """The agent of a session token and its CSRF token; ``LoginRequired`` if the session is unknown or over."""
    async with services.store.read() as session:
        found = await session.get(AgentSession, _hash(token)) if token else None
        if found is None or found.expires_at < services.clock():
            raise LoginRequired
        agent = await session.get(Agent, found.agent_id)
        if agent is None or agent.disabled_at is not None:
            raise LoginRequired
        return agent, found.csrf


async def log_out(services: Services, token: str) -> None:
    """Close the session."""
    async with services.store.begin() as session:
        await session.execute(delete(agent_sessions).where(agent_sessions.c.token_hash == _hash(token)))


async def set_presence(services: Services, agent_id: str, online: bool) -> Agent:
    """An agent comes or goes; everybody in the console sees it."""
    async with services.store.begin() as session:
        agent = await session.get(Agent, agent_id)
        if agent is None:
            raise LoginRequired
        changed = agent.online != online
        agent.online = online
    if changed:
        await services.publish(
            Event("presence", "", {"agents": [agent_to_wire(a) for a in await list_agents(services)]})
        )
    return agent


async def everybody_offline(services: Services) -> None:
    """At a cold start nobody is connected, whatever the last process believed when it was killed."""
    async with services.store.begin() as session:
        await session.execute(update(Agent).values(online=False))


async def list_agents(services: Services) -> list[Agent]:
    """Every active agent by name."""
    async with services.store.read() as session:
        found = await session.execute(select(Agent).filter_by(disabled_at=None).order_by(agents_table.c.name))
        return list(found.scalars())


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
