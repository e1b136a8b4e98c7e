"""The agents' door: HTTP below ``/console`` and the Socket.IO namespace ``/console`` (docs/protocol.md)."""
