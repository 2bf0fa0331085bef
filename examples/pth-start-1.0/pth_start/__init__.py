"""Installed together with a .pth file."""
