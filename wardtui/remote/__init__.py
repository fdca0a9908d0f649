"""The central server as this device reaches it."""
