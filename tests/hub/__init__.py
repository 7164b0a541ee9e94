"""A Hub on this machine for the unmodified `huggingface_hub` client: `with Hub() as hub: HfApi(endpoint=hub.url, token=...)`."""

from .server import Hub

__all__ = ["Hub"]
