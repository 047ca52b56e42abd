"""The town with its departments, for what is handed on without an application."""

from tests.casework.referrals.conftest import bureaus

__all__ = ["bureaus"]
